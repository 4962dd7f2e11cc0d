"""The local cloud: MiniStack in one process, with Glue job runs made real.

`python -m relay_cloud` starts it. `seam.py` is the only module that knows MiniStack's inside.
"""
