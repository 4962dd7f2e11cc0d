"""The one module that touches MiniStack's inside, with `seam_lambda` and `seam_crawlers` for these two.

MiniStack's Glue marks Spark runs and crawls as succeeded without running them and sends no events. This
module puts our functions in place of its own, and uses its EventBridge and CloudWatch Logs as its own
services do. All of it is private to MiniStack, so `check()` looks for every name before anything is replaced,
and its version is pinned.
"""

from __future__ import annotations

import gc
import importlib
import importlib.metadata
import inspect
import json
import time
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from operator import attrgetter
from types import ModuleType
from typing import Any

from relay_cloud import jobs, seam_crawlers, seam_iam, seam_lambda, seam_scheduler, seam_streams
from relay_cloud.cloud import Scope
from relay_cloud.crawler.service import Crawlers
from relay_cloud.credentials import Credentials
from relay_cloud.embedded_metrics import readings_of
from relay_cloud.errors import GlueError
from relay_cloud.runs import Runs
from relay_cloud.trace import Trace

WRITTEN_FOR = "1.5.33"

Response = tuple[int, dict[str, str], bytes]

# module: {name: its parameters, or None for what is not a function}
NEEDED: Mapping[str, Mapping[str, tuple[str, ...] | None]] = {
    "ministack.app": {"app": None, "pin_request_origin": ("source_ip", "secure_transport")},
    "ministack.core.iam_evaluator": {
        "enforce": ("access_key_id", "iam_action", "service", "region", "resource_arn", "service_context"),
        "resolve_caller_identity": ("access_key_id",),
        "parse_policy_document": ("doc",),
    },
    "ministack.core.iam_actions": {
        "request_tag_context": ("service", "iam_action", "body", "params"),
        "extract_resource_arn": (
            "service",
            "method",
            "path",
            "headers",
            "body",
            "query_params",
            "region",
            "account_id",
        ),
    },
    "ministack.services.iam": {"_roles": None},
    "ministack.services.sts": {"register_session": ("access_key", "session")},
    "ministack.core.responses": {
        "get_account_id": (),
        "get_region": (),
        "request_scope": ("account_id", "region"),
        "json_response": ("data", "status"),
        "error_response_json": ("code", "message", "status"),
    },
    "ministack.services.glue": {
        "_create_job": ("data",),
        "_update_job": ("data",),
        "_delete_job": ("data",),
        "_start_job_run": ("data",),
        "_get_job_run": ("data",),
        "_get_job_runs": ("data",),
        "_batch_stop_job_run": ("data",),
        "_jobs": None,
        "_create_crawler": ("data",),
        "_update_crawler": ("data",),
        "_delete_crawler": ("data",),
        "_get_crawler": ("data",),
        "_get_crawlers": ("data",),
        "_start_crawler": ("data",),
        "_stop_crawler": ("data",),
        "_get_crawler_metrics": ("data",),
        "_crawlers": None,
        "_handle_request_sync": ("method", "path", "headers", "body", "query_params"),
        "reset": (),
    },
    "ministack.services.eventbridge": {
        "_dispatch_event": ("event", "view"),
        "_dispatch_to_lambda": ("arn", "payload"),
        "_parse_rate_seconds": ("expr",),
        "_invoke_target": ("target", "event", "rule", "view"),
    },
    "ministack.services.scheduler": {"_SCHEDULE_TICK_INTERVAL": None},
    "ministack.services.lambda_svc": {
        "_get_func_record_for_ref": ("function_ref",),
        "_execution_record_for_config": ("func", "config"),
        "invoke_async_with_retry": ("func", "event"),
        "_emit_lambda_logs": ("func", "request_id", "log_text"),
        "_execute_function_dispatch": ("func", "config", "event", "request_id", "started"),
        "_poll_dynamodb_streams": (),
        "_iter_all_esms": (),
        "_dispatch_esm_batch": ("esm_id", "fn"),
        "_esm_inflight": None,
        "_dynamodb_stream_positions": None,
        "_esm_backoff_until": None,
        "_esm_wake": None,
    },
    "ministack.core.lambda_runtime": {
        "Worker._drain_stderr_bounded": ("first_line_wait", "idle_confirm"),
    },
    "ministack.services.sqs": {"_receive_messages_for_esm": ("queue_url", "max_number")},
    "ministack.services.dynamodb": {
        "stream_records_since": ("table_name", "position", "limit"),
        "_tables": None,
        "_lock": None,
        "_set_item": ("table", "pk_val", "sk_val", "item"),
    },
    "ministack.services.cloudwatch": {
        "_store_datum": (
            "namespace",
            "name",
            "dims",
            "ts",
            "unit",
            "value",
            "values",
            "counts",
            "stat_values",
        ),
        "_evaluate_all_alarms": (),
    },
    "ministack.services.cloudwatch_logs": {
        "_create_log_group": ("data",),
        "_create_log_stream": ("data",),
        "_put_log_events": ("data",),
        "_log_groups": None,
    },
    "ministack.services.s3": {"_fire_s3_event": ("bucket_name", "key", "event_name", "version_id")},
    "ministack.services.cloudformation.provisioners": {"_glue_job_fields": ("props",)},
}


class SeamMoved(Exception):
    """MiniStack is not the one this module is written for."""


def check(load: Callable[[str], ModuleType] = importlib.import_module) -> dict[str, ModuleType]:
    """Every module the seam needs, each with the names it needs. Raises `SeamMoved` with the first that is
    missing.
    """
    version = importlib.metadata.version("ministack")
    modules: dict[str, ModuleType] = {}
    for module_name, names in NEEDED.items():
        try:
            module = load(module_name)
        except ImportError as error:
            raise SeamMoved(_moved(version, module_name)) from error
        for name, parameters in names.items():
            try:
                found = attrgetter(name)(module)
            except AttributeError as error:
                raise SeamMoved(_moved(version, f"{module_name}.{name}")) from error
            if parameters is not None:
                have = inspect.signature(found).parameters
                if any(parameter not in have for parameter in parameters):
                    raise SeamMoved(_moved(version, f"{module_name}.{name}({', '.join(parameters)})"))
        modules[module_name] = module
    return modules


def _moved(version: str, name: str) -> str:
    return f"MiniStack {version} moved {name}; local/cloud/relay_cloud/seam.py is written for {WRITTEN_FOR}"


class MiniStack:
    """MiniStack's services as job runs and crawlers need them (`cloud.Cloud`, `service.Cloud`)."""

    def __init__(self, modules: Mapping[str, ModuleType]) -> None:
        self._responses: Any = modules["ministack.core.responses"]
        self._glue: Any = modules["ministack.services.glue"]
        self._eventbridge: Any = modules["ministack.services.eventbridge"]
        self._logs: Any = modules["ministack.services.cloudwatch_logs"]
        self._cloudwatch: Any = modules["ministack.services.cloudwatch"]
        self._lambda: Any = modules["ministack.services.lambda_svc"]
        self._s3: Any = modules["ministack.services.s3"]
        self._scheduler: Any = modules["ministack.services.scheduler"]
        self._runtime: Any = modules["ministack.core.lambda_runtime"]
        self._dynamodb: Any = modules["ministack.services.dynamodb"]
        self._sqs: Any = modules["ministack.services.sqs"]
        self._provisioners: Any = modules["ministack.services.cloudformation.provisioners"]
        self._application: Any = modules["ministack.app"]
        self.app: Any = self._application.app
        self._iam_evaluator: Any = modules["ministack.core.iam_evaluator"]
        self._iam_actions: Any = modules["ministack.core.iam_actions"]
        self._sessions = seam_iam.JobSessions(
            modules["ministack.services.iam"], modules["ministack.services.sts"]
        )
        self._streams: set[tuple[Scope, str, str]] = set()

    def job(self, scope: Scope, name: str) -> Mapping[str, Any] | None:
        """A job's definition."""
        with self._responses.request_scope(scope.account, scope.region):
            found: Mapping[str, Any] | None = self._glue._jobs.get(name)
        return found

    def job_credentials(self, scope: Scope, role: str) -> Credentials | None:
        """Credentials of the role that a job runs as; None where IAM does not know the role."""
        return self._sessions.of(scope.account, role)

    def crawlers(self, scope: Scope) -> Mapping[str, Mapping[str, Any]]:
        """Every crawler's definition by name."""
        with self._responses.request_scope(scope.account, scope.region):
            return dict(self._glue._crawlers.items())

    def put_event(self, scope: Scope, event: Mapping[str, Any]) -> None:
        """Dispatch on the default bus as MiniStack's own services do; PutEvents refuses `aws.` sources, as
        on AWS.
        """
        record = {
            "EventId": event["id"],
            "Source": event["source"],
            "DetailType": event["detail-type"],
            "Detail": json.dumps(event["detail"]),
            "EventBusName": "default",
            "Time": event["time"],
            "Resources": event["resources"],
            "Account": scope.account,
            "Region": scope.region,
        }
        with self._responses.request_scope(scope.account, scope.region):
            self._eventbridge._dispatch_event(record)

    def put_logs(self, scope: Scope, group: str, stream: str, batch: Sequence[tuple[int, str]]) -> None:
        """Append to a log stream. Group and stream are made on first use."""
        with self._responses.request_scope(scope.account, scope.region):
            if (scope, group, stream) not in self._streams or group not in self._logs._log_groups:
                self._logs._create_log_group({"logGroupName": group})
                self._logs._create_log_stream({"logGroupName": group, "logStreamName": stream})
                self._streams.add((scope, group, stream))
            if not batch:
                return
            events = [{"timestamp": at, "message": message} for at, message in batch]
            self._logs._put_log_events({"logGroupName": group, "logStreamName": stream, "logEvents": events})

    def copy_item(self, scope: Scope, asked: Mapping[str, Any]) -> int:
        """Store copies of an item of a table with partition keys `prefix0`, `prefix1`, …; they share all else
        in memory, so that a million fit, and no stream tells of them.
        """
        partition_key, sort_key = str(asked["partitionKey"]), str(asked["sortKey"])
        with self._responses.request_scope(scope.account, scope.region), self._dynamodb._lock:
            table = self._dynamodb._tables[asked["table"]]
            source = table["items"][partition_key][sort_key]
            for number in range(int(asked["count"])):
                copied = f"{asked['prefix']}{number}"
                self._dynamodb._set_item(table, copied, sort_key, {**source, table["pk_name"]: {"S": copied}})
        gc.freeze()  # or the collector walks over all of them, time and again
        return int(asked["count"])

    def install(self, runs: Runs, crawlers: Crawlers, trace: Trace, lambda_workers: int) -> None:
        """Put our job runs and crawls in place of MiniStack's, and complete what its jobs, S3 events, event
        sources and IAM leave out. A Lambda function has `lambda_workers` processes at most.
        """
        glue = self._glue
        glue._start_job_run = self._handler(runs.start)
        glue._get_job_run = self._handler(runs.get)
        glue._get_job_runs = self._handler(runs.list)
        glue._batch_stop_job_run = self._handler(runs.batch_stop)
        self._complete_jobs(runs)
        seam_crawlers.install(glue, crawlers, self._handler)
        self._complete_s3_events()
        self._complete_lambda_targets()
        self._complete_lambda_logs()
        seam_iam.parse_policies_once(self._iam_evaluator)
        seam_iam.record_calls(self._iam_evaluator, trace)
        seam_iam.trust_loopback(self._application)
        seam_iam.name_resources(self._iam_actions)
        seam_iam.tell_events(self._iam_actions)
        seam_lambda.limit_workers(self._lambda, lambda_workers)
        seam_lambda.read_logs_briefly(self._runtime)
        seam_lambda.fill_batches(self._sqs)
        seam_scheduler.honour_seconds(self._eventbridge, self._scheduler)
        seam_scheduler.complete_targets(self._eventbridge)
        seam_streams.StreamReaders(self._lambda, self._dynamodb, self._responses.request_scope).install()

    def _scope(self) -> Scope:
        return Scope(self._responses.get_account_id(), self._responses.get_region())

    def _handler(
        self, call: Callable[[Scope, Mapping[str, Any]], dict[str, Any]]
    ) -> Callable[[dict[str, Any]], Response]:
        def handle(data: dict[str, Any]) -> Response:
            try:
                answer: Response = self._responses.json_response(call(self._scope(), data))
            except GlueError as error:
                answer = self._responses.error_response_json(error.code, error.message, 400)
            return answer

        return handle

    def _complete_jobs(self, runs: Runs) -> None:
        glue, error = self._glue, self._responses.error_response_json
        create, update, delete, reset = glue._create_job, glue._update_job, glue._delete_job, glue.reset

        def create_job(data: dict[str, Any]) -> Response:
            try:
                extra = jobs.extra_fields(data)
            except GlueError as wrong:
                refused: Response = error(wrong.code, wrong.message, 400)
                return refused
            answer: Response = create(jobs.with_defaults(data))
            if answer[0] == 200:
                glue._jobs[data["Name"]].update({"ExecutionProperty": {"MaxConcurrentRuns": 1}, **extra})
            return answer

        def update_job(data: dict[str, Any]) -> Response:
            try:
                extra = jobs.extra_fields(data.get("JobUpdate") or {})
            except GlueError as wrong:
                refused: Response = error(wrong.code, wrong.message, 400)
                return refused
            answer: Response = update(data)
            if answer[0] == 200:
                glue._jobs[data["JobName"]].update(extra)
            return answer

        def delete_job(data: dict[str, Any]) -> Response:
            answer: Response = delete(data)
            runs.job_deleted(self._scope(), str(data.get("JobName")))
            return answer

        def reset_all() -> None:
            runs.reset()
            self._streams.clear()
            self._sessions.forget()
            reset()

        glue._create_job, glue._update_job, glue._delete_job, glue.reset = (
            create_job,
            update_job,
            delete_job,
            reset_all,
        )
        fields = self._provisioners._glue_job_fields

        def job_fields(props: dict[str, Any]) -> dict[str, Any]:
            return {**fields(props), **{name: props[name] for name in jobs.EXTRA_FIELDS if name in props}}

        self._provisioners._glue_job_fields = job_fields

    def _complete_s3_events(self) -> None:
        """Give S3's EventBridge events their `version-id`, which MiniStack leaves out and AWS has on
        versioned buckets
        (docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html).
        """
        fire, dispatch = self._s3._fire_s3_event, self._eventbridge._dispatch_event
        version: ContextVar[str | None] = ContextVar("version", default=None)
        parameters = inspect.signature(fire)

        def fire_with_version(*args: Any, **named: Any) -> None:
            bound = parameters.bind(*args, **named)
            token = version.set(bound.arguments.get("version_id"))
            try:
                fire(*args, **named)
            finally:
                version.reset(token)

        def dispatch_with_version(event: dict[str, Any], view: Any = None) -> None:
            version_id = version.get()
            if version_id and event.get("Source") == "aws.s3":
                detail = json.loads(event["Detail"])
                detail["object"].setdefault("version-id", version_id)
                event = {**event, "Detail": json.dumps(detail)}
            dispatch(event, view)

        self._s3._fire_s3_event = fire_with_version
        self._eventbridge._dispatch_event = dispatch_with_version

    def _complete_lambda_targets(self) -> None:
        """Invoke a rule's Lambda target as AWS does: asynchronously, with the function's retries and its
        on-failure destination (docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html).
        MiniStack does so for other asynchronous invocations, and calls rule targets once only.
        """
        once = self._eventbridge._dispatch_to_lambda

        def dispatch_to_lambda(arn: str, payload: str) -> None:
            function, config, _ = self._lambda._get_func_record_for_ref(arn)
            if not function or not config:
                once(arn, payload)
                return
            try:
                event = json.loads(payload)
            except (TypeError, ValueError):
                event = {"body": payload}
            self._lambda.invoke_async_with_retry(
                self._lambda._execution_record_for_config(function, config), event
            )

        self._eventbridge._dispatch_to_lambda = dispatch_to_lambda

    def _complete_lambda_logs(self) -> None:
        """Take the metrics that functions embed in their logs into CloudWatch, which MiniStack leaves there.

        Alarms are looked at once in a second at most: MiniStack goes through every point for each.
        """
        emit, cloudwatch = self._lambda._emit_lambda_logs, self._cloudwatch
        looked_at = 0.0

        def emit_with_metrics(
            func: dict[str, Any], request_id: str, log_text: str, *args: Any, **named: Any
        ) -> None:
            nonlocal looked_at
            emit(func, request_id, log_text, *args, **named)
            read = list(readings_of(log_text))
            for each in read:
                dims = dict(each.dimensions)
                cloudwatch._store_datum(
                    each.namespace, each.name, dims, each.at, each.unit, None, list(each.values), None, None
                )
            if read and time.monotonic() - looked_at > 1:
                looked_at = time.monotonic()
                cloudwatch._evaluate_all_alarms()

        self._lambda._emit_lambda_logs = emit_with_metrics
