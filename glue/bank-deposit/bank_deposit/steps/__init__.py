"""What the jobs do: read, call the pure functions, write, report."""
