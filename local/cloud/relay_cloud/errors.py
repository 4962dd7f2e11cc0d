"""Errors of the Glue API, as botocore's Glue model (2017-03-31) names them."""

from __future__ import annotations


class GlueError(Exception):
    """An error the Glue API answers with: HTTP 400 and `{"__type": code, "Message": message}`."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


def invalid_input(message: str) -> GlueError:
    """`InvalidInputException`."""
    return GlueError("InvalidInputException", message)


def not_found(message: str) -> GlueError:
    """`EntityNotFoundException`."""
    return GlueError("EntityNotFoundException", message)


def concurrent_runs_exceeded(job_name: str) -> GlueError:
    """`ConcurrentRunsExceededException`, with Glue's text."""
    return GlueError(
        "ConcurrentRunsExceededException",
        f"Concurrent runs exceeded for {job_name} (Service: AWSGlueJobExecutor; Status Code: 400; "
        "Error Code: ConcurrentRunsExceededException)",
    )
