"""What the Glue jobs do, variant by variant; the scripts in ``jobs/`` only choose among them."""
