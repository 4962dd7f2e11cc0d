from __future__ import annotations

import io
import json
import os
import zipfile

import pytest
from botocore.exceptions import ClientError
from cloud_process import Cloud, Jobs, trace_of, until

pytestmark = pytest.mark.integration

GLUE_SCRIPT = """
import sys
from awsglue.context import GlueContext
from awsglue.job import Job
from awsglue.utils import getResolvedOptions
from pyspark.context import SparkContext

args = getResolvedOptions(sys.argv, ["JOB_NAME", "input", "output"])
context = GlueContext(SparkContext.getOrCreate())
spark = context.spark_session
job = Job(context)
job.init(args["JOB_NAME"], args)
rows = spark.read.csv(args["input"], header=True, schema="a int, b int")
print("rows:", rows.count(), "job:", args["JOB_NAME"], "run:", args["JOB_RUN_ID"])
print("to stderr", file=sys.stderr)
rows.write.mode("overwrite").parquet(args["output"])
context.get_logger().error("from the GlueLogger")
job.commit()
"""
SLEEP = "import time\nprint('sleeping', flush=True)\ntime.sleep(60)\n"


def test_a_script_reads_and_writes_s3_and_succeeds(jobs: Jobs):
    jobs.put("in/a.csv", "a,b\n1,2\n3,4\n")
    jobs.make("clean", GLUE_SCRIPT, DefaultArguments={"--input": "s3://nowhere/", "--output": "s3://test-data/out/"},
              GlueVersion="5.0", WorkerType="G.1X", NumberOfWorkers=2)  # fmt: skip
    run_id = jobs.start("clean", Arguments={"--input": "s3://test-data/in/", "--relay_run_id": "r1"})
    run = jobs.reach("clean", run_id)
    assert run["JobRunState"] == "SUCCEEDED"
    assert run["Arguments"] == {"--input": "s3://test-data/in/", "--relay_run_id": "r1"}
    assert run["CompletedOn"] >= run["StartedOn"] and "ErrorMessage" not in run and run["Attempt"] == 0
    keys = [item["Key"] for item in jobs.s3.list_objects_v2(Bucket="test-data", Prefix="out/")["Contents"]]
    assert "out/_SUCCESS" in keys and any(key.endswith(".parquet") for key in keys)
    output, error = jobs.lines(run_id), jobs.lines(run_id, "error")
    assert f"rows: 2 job: clean run: {run_id}" in output and "to stderr" in output and "to stderr" in error
    assert any("from the GlueLogger" in line for line in error)
    assert not any("from the GlueLogger" in line for line in output)


def test_logs_are_found_by_filter(jobs: Jobs):
    jobs.make("printing", "for n in range(2000): print('line', n)\nprint('the end', end='')")
    run_id = jobs.start("printing")
    assert jobs.reach("printing", run_id)["JobRunState"] == "SUCCEEDED"
    found = jobs.logs.filter_log_events(
        logGroupName="/aws-glue/jobs/output", logStreamNames=[run_id], filterPattern="end"
    )
    assert [event["message"] for event in found["events"]] == ["the end"]
    assert len([line for line in jobs.lines(run_id) if line.startswith("line ")]) == 2000


@pytest.mark.parametrize(
    ("name", "script", "message"),
    [
        ("raises", "def f():\n    raise ValueError('12 rows are bad')\nf()\n", "ValueError: 12 rows are bad"),
        ("exits", "import sys\nsys.exit(3)\n", "SystemExit: 3"),
        ("exits-text", "raise SystemExit('no input')\n", "SystemExit: no input"),
        ("hard-exit", "import os\nos._exit(7)\n", "Command failed with exit code 7"),
        ("killed", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n", "Command failed with exit code 137"),
        ("syntax", "x = 1\nif x\n", "SyntaxError: expected ':' (syntax.py, line 2)"),
        ("no-path", "from pyspark.sql import SparkSession\nSparkSession.builder.getOrCreate()"
         ".read.parquet('s3://test-data/none')\n",
         "AnalysisException: [PATH_NOT_FOUND] Path does not exist: s3://test-data/none."),
        ("missing", None, "LAUNCH ERROR | File not found: s3://test-data/jobs/missing.py could not be read: NoSuchKey"),
        ("oom", "from pyspark.context import SparkContext\nsc = SparkContext.getOrCreate()\n"
         "sc._jvm.java.util.Arrays.asList(*[sc._gateway.new_array(sc._jvm.long, 60_000_000) for _ in range(40)])\n",
         "java.lang.OutOfMemoryError: Java heap space"),
    ],
)  # fmt: skip
def test_a_failed_run_says_why(jobs: Jobs, name, script, message):
    jobs.make(name, script)
    run_id = jobs.start(name)
    run = jobs.reach(name, run_id)
    assert (run["JobRunState"], run["ErrorMessage"]) == ("FAILED", message)
    if name == "raises":
        assert jobs.lines(run_id)[0] == "Traceback (most recent call last):"
        assert not any("runner.py" in line for line in jobs.lines(run_id))


def test_exit_zero_is_success(jobs: Jobs):
    jobs.make("exit-zero", "import sys\nsys.exit(0)\n")
    assert jobs.run("exit-zero")["JobRunState"] == "SUCCEEDED"


def test_a_run_over_its_timeout_ends_as_timeout(jobs: Jobs):
    jobs.make("slow", SLEEP, Timeout=1)
    run = jobs.run("slow")
    assert (run["JobRunState"], run["Timeout"]) == ("TIMEOUT", 1)


def test_a_stop_ends_the_whole_process_group(jobs: Jobs):
    child = "import subprocess, time\np = subprocess.Popen(['sleep', '300'])\nprint('pid', p.pid, flush=True)\ntime.sleep(60)\n"
    jobs.make("stopped", child)
    run_id = jobs.start("stopped")
    jobs.reach("stopped", run_id, "RUNNING")
    pid = int(
        until("the child's pid", lambda: [line for line in _quiet(jobs, run_id) if "pid" in line])[0].split()[
            1
        ]
    )
    answer = jobs.glue.batch_stop_job_run(JobName="stopped", JobRunIds=[run_id, "jr_unknown"])
    assert answer["SuccessfulSubmissions"] == [{"JobName": "stopped", "JobRunId": run_id}]
    assert answer["Errors"][0]["JobRunId"] == "jr_unknown"
    assert answer["Errors"][0]["ErrorDetail"]["ErrorCode"] == "EntityNotFoundException"
    assert jobs.reach("stopped", run_id)["JobRunState"] == "STOPPED"
    until("the grandchild is gone", lambda: not os.path.exists(f"/proc/{pid}"), 5)
    again = jobs.glue.batch_stop_job_run(JobName="stopped", JobRunIds=[run_id])
    assert again["Errors"][0]["ErrorDetail"]["ErrorCode"] == "InvalidInputException"


def _quiet(jobs: Jobs, run_id: str) -> list[str]:
    try:
        return jobs.lines(run_id)
    except ClientError:
        return []


def test_concurrency_waiting_and_order(jobs: Jobs):
    jobs.make("one", SLEEP)
    jobs.make("many", SLEEP, ExecutionProperty={"MaxConcurrentRuns": 5})
    first = jobs.start("one")
    with pytest.raises(ClientError) as refused:
        jobs.start("one")
    assert refused.value.response["Error"]["Code"] == "ConcurrentRunsExceededException"
    second = jobs.start("many")
    third, fourth = jobs.start("many"), jobs.start("many")
    assert jobs.get("many", third)["JobRunState"] == "WAITING"
    newest = [run["Id"] for run in jobs.glue.get_job_runs(JobName="many")["JobRuns"]]
    assert newest == [fourth, third, second]
    page = jobs.glue.get_job_runs(JobName="many", MaxResults=2)
    rest = jobs.glue.get_job_runs(JobName="many", MaxResults=2, NextToken=page["NextToken"])
    assert [run["Id"] for run in rest["JobRuns"]] == [second] and "NextToken" not in rest
    jobs.glue.batch_stop_job_run(JobName="many", JobRunIds=[fourth])
    assert jobs.get("many", fourth)["JobRunState"] == "STOPPED"  # a waiting run stops at once
    jobs.reach("one", first, "RUNNING")
    jobs.glue.batch_stop_job_run(JobName="one", JobRunIds=[first])
    jobs.reach("many", third, "RUNNING")
    jobs.glue.batch_stop_job_run(JobName="many", JobRunIds=[second, third])
    for run_id in (second, third):
        jobs.reach("many", run_id, "STOPPED")


def test_errors_of_the_api(jobs: Jobs):
    for call, code in (
        (lambda: jobs.start("nobody"), "EntityNotFoundException"),
        (lambda: jobs.get("clean", "jr_no"), "EntityNotFoundException"),
        (lambda: jobs.glue.get_job_runs(JobName="nobody"), "EntityNotFoundException"),
        (lambda: jobs.glue.get_job_runs(JobName="clean", NextToken="bad"), "InvalidInputException"),
        (lambda: jobs.start("clean", JobRunId="jr_no"), "EntityNotFoundException"),
        (lambda: jobs.start("clean", Timeout=99999), "InvalidInputException"),
    ):
        with pytest.raises(ClientError) as refused:
            call()
        assert refused.value.response["Error"]["Code"] == code


def test_retries_are_new_attempts(jobs: Jobs):
    jobs.make("flaky", None, Command={"Name": "relaynoop"}, MaxRetries=1,
              DefaultArguments={"--noop_outcome": "FAILED"})  # fmt: skip
    first = jobs.start("flaky")
    jobs.reach("flaky", first, "FAILED")
    second = jobs.reach("flaky", f"{first}_attempt_1", "FAILED")
    assert (second["Attempt"], second["PreviousRunId"]) == (1, first)
    third = jobs.start("flaky", JobRunId=second["Id"], Arguments={"--noop_outcome": "SUCCEEDED"})
    assert third == f"{first}_attempt_2"
    assert jobs.reach("flaky", third)["JobRunState"] == "SUCCEEDED"


def test_the_event_of_a_run(jobs: Jobs, cloud: Cloud):
    events, sqs = cloud.client("events"), cloud.client("sqs")
    url = sqs.create_queue(QueueName="glue-events")["QueueUrl"]
    events.put_rule(
        Name="glue", EventPattern=json.dumps({"source": ["aws.glue"], "detail": {"jobName": ["told"]}})
    )
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    events.put_targets(Rule="glue", Targets=[{"Id": "1", "Arn": arn}])
    jobs.make("told", None, Command={"Name": "relaynoop"}, ExecutionProperty={"MaxConcurrentRuns": 9})
    for outcome, severity in (("SUCCEEDED", "INFO"), ("FAILED", "ERROR"), ("TIMEOUT", "WARN")):
        run_id = jobs.start("told", Arguments={"--noop_outcome": outcome})
        event = json.loads(_receive(sqs, url))
        assert jobs.get("told", run_id)["JobRunState"] == outcome
        assert set(event) == {
            "version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail",
        }  # fmt: skip
        assert (event["source"], event["detail-type"]) == ("aws.glue", "Glue Job State Change")
        assert (event["account"], event["region"], event["resources"]) == ("000000000000", "us-east-1", [])
        message = event["detail"].pop("message")
        assert message
        assert event["detail"] == {
            "jobName": "told",
            "severity": severity,
            "state": outcome,
            "jobRunId": run_id,
        }
    waiting = jobs.start("told", Arguments={"--noop_seconds": "30"})
    jobs.reach("told", waiting, "RUNNING")
    jobs.glue.batch_stop_job_run(JobName="told", JobRunIds=[waiting])
    assert json.loads(_receive(sqs, url))["detail"]["state"] == "STOPPED"
    told = [note["event"] for note in trace_of(cloud) if note.get("jobRunId") == run_id]
    assert told == ["start_job_run_received", "ended", "event_dispatched", "event_targets_called"]


def _receive(sqs, url) -> str:
    answer = until("a message", lambda: sqs.receive_message(QueueUrl=url, WaitTimeSeconds=2).get("Messages"))
    sqs.delete_message(QueueUrl=url, ReceiptHandle=answer[0]["ReceiptHandle"])
    return str(answer[0]["Body"])


def test_extra_py_files_reach_driver_and_workers(jobs: Jobs):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("zipped_helper/__init__.py", "def twice(x):\n    return 2 * x\n")
    both = f"{jobs.put('lib/h.zip', buffer.getvalue())},{jobs.put('lib/single_helper.py', 'ONE = 1')}"
    jobs.make("libs", "import single_helper\nfrom zipped_helper import twice\nfrom pyspark.context import SparkContext\n"
              "sc = SparkContext.getOrCreate()\n"
              "def work(x):\n    from zipped_helper import twice\n    return twice(x) + single_helper.ONE\n"
              "print('got', sc.parallelize([1, 2]).map(work).collect(), sc.getConf().get('spark.my.own'))\n",
              DefaultArguments={"--extra-py-files": both, "--conf": "spark.my.own=7 --conf spark.sql.shuffle.partitions=3",
                                "--additional-python-modules": "no-such-module==1"})  # fmt: skip
    run_id = jobs.start("libs")
    run = jobs.reach("libs", run_id)
    assert run["JobRunState"] == "SUCCEEDED", jobs.lines(run_id)
    assert "got [3, 5] 7" in jobs.lines(run_id)
    assert any("no-such-module" in line for line in jobs.lines(run_id, "error"))


LOOK = """
from pyspark.sql import SparkSession
spark = SparkSession.builder.getOrCreate()
print("own", spark.conf.get("spark.my.own", None), "tables", [t.name for t in spark.catalog.listTables()],
      "zone", spark.conf.get("spark.sql.session.timeZone"),
      "s3", spark.sparkContext._jsc.hadoopConfiguration().get("fs.s3a.leak"),
      "prop", spark.sparkContext._jvm.java.lang.System.getProperty("leak"))
"""
LEAK = """
from pyspark.sql import SparkSession
spark = SparkSession.builder.getOrCreate()
spark.range(3).createOrReplaceTempView("leaked")
spark.conf.set("spark.sql.session.timeZone", "Asia/Tokyo")
spark.sparkContext._jsc.hadoopConfiguration().set("fs.s3a.leak", "1")
spark.sparkContext._jvm.java.lang.System.setProperty("leak", "1")
spark.sparkContext.setLogLevel("INFO")
"""
CLEAN = "own None tables [] zone UTC s3 None prop None"


@pytest.mark.parametrize("end", ["", "raise RuntimeError('crash')", "import os; os._exit(1)"])
def test_nothing_leaks_from_run_to_run(jobs: Jobs, end):
    leak, look = f"leak-{len(end)}", f"look-{len(end)}"
    jobs.make(leak, LEAK + end, DefaultArguments={"--conf": "spark.my.own=leaked"})
    jobs.make(look, LOOK, ExecutionProperty={"MaxConcurrentRuns": 2})
    jobs.run(leak)
    both = [jobs.start(look), jobs.start(look)]  # one in each slot
    for run_id in both:
        run = jobs.reach(look, run_id)
        assert run["JobRunState"] == "SUCCEEDED", run
        assert CLEAN in jobs.lines(run_id)
        assert not any(" INFO " in line for line in jobs.lines(run_id, "error"))


def test_a_deleted_jobs_run_is_stopped(jobs: Jobs):
    jobs.make("deleted", SLEEP)
    run_id = jobs.start("deleted")
    jobs.reach("deleted", run_id, "RUNNING")
    jobs.glue.delete_job(JobName="deleted")
    assert jobs.reach("deleted", run_id)["JobRunState"] == "STOPPED"
    with pytest.raises(ClientError):
        jobs.start("deleted")


def test_cloudformation_makes_a_whole_job(cloud: Cloud, jobs: Jobs):
    template = {"Resources": {"Job": {"Type": "AWS::Glue::Job", "Properties": {
        "Name": "from-stack", "Role": "r", "Command": {"Name": "relaynoop"}, "GlueVersion": "5.0",
        "ExecutionProperty": {"MaxConcurrentRuns": 4}, "Timeout": 30}}}}  # fmt: skip
    formation = cloud.client("cloudformation")
    formation.create_stack(StackName="one", TemplateBody=json.dumps(template))
    until(
        "the stack",
        lambda: formation.describe_stacks(StackName="one")["Stacks"][0]["StackStatus"] == "CREATE_COMPLETE",
    )
    job = jobs.glue.get_job(JobName="from-stack")["Job"]
    assert (job["ExecutionProperty"], job["Timeout"]) == ({"MaxConcurrentRuns": 4}, 30)
    assert jobs.run("from-stack")["JobRunState"] == "SUCCEEDED"


def test_an_s3_event_has_its_version(cloud: Cloud, jobs: Jobs):
    events, sqs = cloud.client("events"), cloud.client("sqs")
    jobs.s3.create_bucket(Bucket="test-versions")
    jobs.s3.put_bucket_versioning(Bucket="test-versions", VersioningConfiguration={"Status": "Enabled"})
    jobs.s3.put_bucket_notification_configuration(
        Bucket="test-versions", NotificationConfiguration={"EventBridgeConfiguration": {}}
    )
    url = sqs.create_queue(QueueName="s3-events")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    events.put_rule(
        Name="s3",
        EventPattern=json.dumps({"source": ["aws.s3"], "detail": {"bucket": {"name": ["test-versions"]}}}),
    )
    events.put_targets(Rule="s3", Targets=[{"Id": "1", "Arn": arn}])
    put = jobs.s3.put_object(Bucket="test-versions", Key="raw/a b+%é.csv", Body=b"x")
    found = json.loads(_receive(sqs, url))["detail"]["object"]
    assert (found["key"], found["version-id"], found["size"]) == ("raw/a b+%é.csv", put["VersionId"], 1)
    assert found["sequencer"]


def _policy(statement: dict[str, object]) -> dict[str, object]:
    return {"Version": "2012-10-17", "Statement": [statement]}


def _for_lambda() -> str:
    trusted = {
        "Effect": "Allow",
        "Principal": {"Service": "lambda.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    return json.dumps(_policy(trusted))


def test_a_rules_lambda_is_retried_and_then_goes_to_its_on_failure_queue(cloud: Cloud):
    events, sqs, functions = cloud.client("events"), cloud.client("sqs"), cloud.client("lambda")
    url = sqs.create_queue(QueueName="failed")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    role = cloud.client("iam").create_role(RoleName="failing", AssumeRolePolicyDocument=_for_lambda())["Role"]
    may_send = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": arn}
    cloud.client("iam").put_role_policy(
        RoleName="failing", PolicyName="send", PolicyDocument=json.dumps(_policy(may_send))
    )
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("index.py", "def handler(event, context):\n    raise RuntimeError('boom')\n")
    made = functions.create_function(
        FunctionName="failing", Runtime="python3.11", Role=role["Arn"], Handler="index.handler",
        Code={"ZipFile": code.getvalue()},
    )  # fmt: skip
    functions.put_function_event_invoke_config(
        FunctionName="failing", MaximumRetryAttempts=1, DestinationConfig={"OnFailure": {"Destination": arn}}
    )
    events.put_rule(Name="to-failing", EventPattern=json.dumps({"source": ["test.failing"]}))
    events.put_targets(Rule="to-failing", Targets=[{"Id": "1", "Arn": made["FunctionArn"]}])
    events.put_events(Entries=[{"Source": "test.failing", "DetailType": "d", "Detail": '{"n": 1}'}])
    failure = json.loads(_receive(sqs, url))
    assert failure["requestContext"]["condition"] == "RetriesExhausted"
    assert failure["requestPayload"]["detail"] == {"n": 1}
