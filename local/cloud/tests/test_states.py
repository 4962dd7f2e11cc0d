from __future__ import annotations

from dataclasses import replace

import pytest
from relay_cloud import jobs
from relay_cloud.errors import GlueError
from relay_cloud.states import IllegalTransition, JobRun, State, advance, capacity, describe

JOB = {"Name": "clean", "Command": {"Name": "glueetl", "ScriptLocation": "s3://b/clean.py"}, "WorkerType": "G.1X",
       "NumberOfWorkers": 2, "GlueVersion": "5.0", "DefaultArguments": {"--a": "1"}}  # fmt: skip


def run(**changes: object) -> JobRun:
    fresh = jobs.new_run(JOB, {"Arguments": {"--b": "2"}}, now=1000.0, waiting=False)
    return replace(fresh, **changes)  # type: ignore[arg-type]


def test_a_starting_run_looks_as_getjobrun_shows_it():
    fresh = run(id="jr_1")
    assert describe(fresh, 1005.0) == {
        "Id": "jr_1", "Attempt": 0, "JobName": "clean", "JobMode": "SCRIPT", "StartedOn": 1000.0,
        "LastModifiedOn": 1000.0, "JobRunState": "STARTING", "Arguments": {"--b": "2"}, "PredecessorRuns": [],
        "AllocatedCapacity": 2, "ExecutionTime": 0, "Timeout": 480, "MaxCapacity": 2.0,
        "LogGroupName": "/aws-glue/jobs", "GlueVersion": "5.0", "ExecutionClass": "STANDARD",
        "JobRunQueuingEnabled": False, "WorkerType": "G.1X", "NumberOfWorkers": 2,
    }  # fmt: skip


def test_a_run_goes_through_its_states_and_keeps_its_times():
    running = advance(run(), State.RUNNING, 1010.0)
    assert describe(running, 1014.9)["ExecutionTime"] == 4
    failed = advance(running, State.FAILED, 1020.0, "ValueError: no")
    shown = describe(failed, 5000.0)
    assert (shown["CompletedOn"], shown["ExecutionTime"], shown["ErrorMessage"]) == (
        1020.0,
        10,
        "ValueError: no",
    )
    assert "DPUSeconds" not in shown


@pytest.mark.parametrize("terminal", [State.SUCCEEDED, State.FAILED, State.TIMEOUT])
@pytest.mark.parametrize("to", list(State))
def test_a_terminal_state_is_never_left(terminal, to):
    ended = advance(advance(run(), State.RUNNING, 1.0), terminal, 2.0)
    with pytest.raises(IllegalTransition):
        advance(ended, to, 3.0)


def test_stopping_can_only_become_stopped():
    stopping = advance(run(), State.STOPPING, 1.0)
    for to in set(State) - {State.STOPPED}:
        with pytest.raises(IllegalTransition):
            advance(stopping, to, 2.0)
    assert advance(stopping, State.STOPPED, 2.0).terminal


def test_dpu_seconds_only_for_flex_and_auto_scaling():
    ended = advance(advance(run(), State.RUNNING, 0.0), State.SUCCEEDED, 10.0)
    assert describe(replace(ended, execution_class="FLEX"), 0)["DPUSeconds"] == 20.0
    auto = replace(ended, merged_arguments={"--enable-auto-scaling": "true"})
    assert describe(auto, 0)["DPUSeconds"] == 20.0


def test_capacity():
    assert capacity("G.2X", 4, None) == 8.0
    assert capacity("G.025X", 2, None) == 0.5
    assert capacity(None, None, 3) == 3.0


def test_a_run_takes_its_options_over_the_jobs():
    made = jobs.new_run(JOB, {"Timeout": 5, "WorkerType": "G.4X", "NumberOfWorkers": 3}, now=0, waiting=True)
    assert (made.timeout_minutes, made.max_capacity, made.state) == (5, 12.0, State.WAITING)
    assert made.id.startswith("jr_") and len(made.id) == 67


@pytest.mark.parametrize(
    "request_", [{"Timeout": -1}, {"Timeout": 20000}, {"Arguments": {"--a": 1}},
                 {"MaxCapacity": 2.0, "WorkerType": "G.1X"}]
)  # fmt: skip
def test_wrong_input_is_refused(request_):
    with pytest.raises(GlueError, match="InvalidInputException"):
        jobs.new_run(JOB, request_, now=0, waiting=False)


def test_ids_of_attempts():
    assert jobs.attempt_id("jr_ab", 1) == "jr_ab_attempt_1"
    assert jobs.attempt_id("jr_ab_attempt_1", 2) == "jr_ab_attempt_2"


def test_default_timeout_by_version():
    assert (jobs.default_timeout_minutes("4.0"), jobs.default_timeout_minutes("5.0")) == (2880, 480)
    assert jobs.with_defaults({"Name": "x"}) == {"Name": "x", "GlueVersion": "5.1", "Timeout": 480}
