from __future__ import annotations

import pytest
from awsglue.utils import GlueArgumentError, getResolvedOptions

ARGV = ["job.py", "--JOB_NAME", "clean", "--JOB_RUN_ID", "jr_1", "--TempDir", "s3://t/", "--input", "s3://b/in",
        "--other", "x", "--job-bookmark-option", "job-bookmark-disable"]  # fmt: skip


def test_asked_for_options_and_glues_own():
    assert getResolvedOptions(ARGV, ["JOB_NAME", "input"]) == {
        "JOB_NAME": "clean", "input": "s3://b/in", "JOB_RUN_ID": "jr_1", "TempDir": "s3://t/",
        "job_bookmark_option": "job-bookmark-disable",
    }  # fmt: skip


def test_a_missing_option_is_an_error_that_names_it():
    with pytest.raises(GlueArgumentError, match="--output"):
        getResolvedOptions(ARGV, ["output"])


def test_names_are_not_abbreviated():
    with pytest.raises(GlueArgumentError, match="--inp"):
        getResolvedOptions(ARGV, ["inp"])


def test_a_dynamic_frame_is_refused_with_the_reason():
    from awsglue.dynamicframe import DynamicFrame

    with pytest.raises(NotImplementedError, match="DataFrame"):
        DynamicFrame.fromDF(None, None, "x")
