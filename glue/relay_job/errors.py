"""Errors whose message is for the person who looks at the failed run: what, where, what to do."""


class JobError(Exception):
    """A job cannot go on. Glue shows ``<class>: <message>`` as the error of the job run."""


class JobArgumentError(JobError):
    """An argument of the job is missing or has a value that the job does not understand."""


class JobDataError(JobError):
    """The data is not fit for the job: a column is missing, there are no rows, nothing can be parsed."""
