from __future__ import annotations

from relay_cloud.arguments import for_script, merge, parse_conf


def test_non_overridable_over_run_over_default():
    merged = merge({"--a": "d", "--b": "d", "--c": "d"}, {"--a": "r", "--b": "r"}, {"--a": "n"})
    assert merged == {"--a": "n", "--b": "r", "--c": "d"}


def test_the_script_sees_its_own_arguments_and_glues_four():
    given = for_script(
        {"--input": "s3://b/in", "--flag": "", "--TempDir": "s3://b/t/", "--enable-metrics": "true",
         "--conf": "spark.a=1 --conf spark.b=x y", "--extra-py-files": "s3://b/a.zip, s3://b/b.py",
         "--additional-python-modules": "scikit-learn==1.5", "--job-language": "python"},
        job_name="clean", job_id="j_1", run_id="jr_1", temp_dir="s3://other/",
    )  # fmt: skip
    assert given.argv == (
        "--JOB_NAME", "clean", "--JOB_ID", "j_1", "--JOB_RUN_ID", "jr_1", "--TempDir", "s3://b/t/",
        "--job-bookmark-option", "job-bookmark-disable", "--input", "s3://b/in", "--flag",
    )  # fmt: skip
    assert given.conf == {"spark.a": "1", "spark.b": "x y"}
    assert given.extra_py_files == ("s3://b/a.zip", "s3://b/b.py")
    assert given.python_modules == ("scikit-learn==1.5",)


def test_conf_forms():
    assert parse_conf("") == {}
    assert parse_conf("--conf a=b=c") == {"a": "b=c"}
    assert parse_conf("nothing --conf k=v") == {"k": "v"}
