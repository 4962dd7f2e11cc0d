"""Run job scripts one after the other in one process with one JVM: python one_jvm.py COMMANDS.

COMMANDS is JSON, a list of scripts with their arguments.
"""

import json
import runpy
import sys

from pyspark.sql import SparkSession

for command in json.loads(sys.argv[1]):
    sys.argv = command
    runpy.run_path(command[0], run_name="__main__")
    if session := SparkSession.getActiveSession():
        session.stop()
