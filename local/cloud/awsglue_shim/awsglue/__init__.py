"""The part of AWS Glue's `awsglue` that plain DataFrame scripts use, for local runs. Not AWS's code.

On AWS the real library takes its place; scripts are the same in both.
"""
