"""Transforms of the pipeline {{name}}: DataFrame in, DataFrame out. Nothing here knows Glue."""
