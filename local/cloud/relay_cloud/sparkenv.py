"""Command lines, properties and environments of the Spark processes."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from relay_cloud.credentials import Credentials
from relay_cloud.settings import Settings

JARS = (
    "hadoop-aws-3.3.4.jar",
    "aws-java-sdk-core-1.12.262.jar",
    "aws-java-sdk-s3-1.12.262.jar",
    "aws-java-sdk-kms-1.12.262.jar",
    "aws-java-sdk-sts-1.12.262.jar",
    "aws-java-sdk-dynamodb-1.12.262.jar",
    "jmespath-java-1.12.262.jar",
)

# org.apache.spark.launcher.JavaModuleOptions of Spark 3.5
_ADD_OPENS = (
    "java.base/java.lang", "java.base/java.lang.invoke", "java.base/java.lang.reflect", "java.base/java.io",
    "java.base/java.net", "java.base/java.nio", "java.base/java.util", "java.base/java.util.concurrent",
    "java.base/java.util.concurrent.atomic", "java.base/jdk.internal.ref", "java.base/sun.nio.ch",
    "java.base/sun.nio.cs", "java.base/sun.security.action", "java.base/sun.util.calendar",
    "java.security.jgss/sun.security.krb5",
)  # fmt: skip

# Set when the JVM starts and not changeable after: a run that sets one of them gets a JVM of its own.
_LAUNCH_ONLY = (
    "spark.driver.memory",
    "spark.driver.extraJavaOptions",
    "spark.driver.extraClassPath",
    "spark.jars",
)

_INHERITED = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TZ",
    "USER",
    "LOGNAME",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
)

# On few cores, what the optimizing compiler (C2) takes is taken from the tasks of jobs that last a minute.
# It waits for ten times as many calls and loops as by default (compiler_globals.hpp of JDK 17: 5000, 600,
# 15000, 40000); the quick compiler (C1) does not wait.
_LATE_C2 = (
    "-XX:Tier4InvocationThreshold=50000",
    "-XX:Tier4MinInvocationThreshold=6000",
    "-XX:Tier4CompileThreshold=150000",
    "-XX:Tier4BackEdgeThreshold=400000",
)

_S3A = "org.apache.hadoop.fs.s3a"

MARKER = "RELAY_CLOUD_INSTANCE"
"""Environment variable that every process of one local cloud carries; the guard finds them by it."""


def pyspark_home() -> Path:
    """Where pyspark is installed. Raises RuntimeError when it is not."""
    spec = importlib.util.find_spec("pyspark")
    if spec is None or spec.origin is None:
        raise RuntimeError("pyspark is not installed in this Python environment")
    return Path(spec.origin).parent


def class_path(settings: Settings, extra_jars: tuple[Path, ...] = ()) -> str:
    """The JVM's class path, always in the same order: a class-data archive is bound to it."""
    spark_jars = sorted((pyspark_home() / "jars").glob("*.jar"))
    light = [settings.jars_dir / name for name in JARS]
    return os.pathsep.join(str(jar) for jar in (*light, *spark_jars, *extra_jars))


def launch_properties(settings: Settings, local_dir: Path) -> dict[str, str]:
    """Spark properties of a JVM. `s3://` is S3A on the local cloud, as it is on Glue 5.1 on AWS."""
    return {
        "spark.master": f"local[{settings.cores_per_slot}]",
        "spark.app.name": "glue",
        "spark.submit.deployMode": "client",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": f"{settings.driver_memory_mb}m",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.default.parallelism": str(max(2, settings.cores_per_slot)),
        "spark.sql.warehouse.dir": str(local_dir / "warehouse"),
        "spark.sql.catalogImplementation": "in-memory",
        "spark.hadoop.fs.s3.impl": f"{_S3A}.S3AFileSystem",
        "spark.hadoop.fs.s3a.endpoint": settings.endpoint,
        "spark.hadoop.fs.s3a.endpoint.region": settings.region,
        "spark.hadoop.fs.s3a.path.style.access": "true",
        "spark.hadoop.fs.s3a.connection.ssl.enabled": "false",
        # Not deleting markers above a written file: no job may delete outside its own folders.
        "spark.hadoop.fs.s3a.directory.marker.retention": "keep",
        "spark.hadoop.fs.s3a.buffer.dir": str(local_dir / "s3a"),
        **s3a_properties(account_credentials(settings, settings.account)),
    }


def s3a_properties(credentials: Credentials) -> dict[str, str]:
    """Spark properties with which S3A signs."""
    kind = "Simple" if credentials.token is None else "Temporary"
    own = {
        "aws.credentials.provider": f"{_S3A}.{kind}AWSCredentialsProvider",
        "access.key": credentials.access_key,
        "secret.key": credentials.secret_key,
        **({} if credentials.token is None else {"session.token": credentials.token}),
    }
    return {f"spark.hadoop.fs.s3a.{name}": value for name, value in own.items()}


def credential_variables(credentials: Credentials) -> dict[str, str]:
    """Environment variables with which the SDKs sign."""
    return {
        "AWS_ACCESS_KEY_ID": credentials.access_key,
        "AWS_SECRET_ACCESS_KEY": credentials.secret_key,
        **({} if credentials.token is None else {"AWS_SESSION_TOKEN": credentials.token}),
    }


def account_credentials(settings: Settings, account: str) -> Credentials:
    """An account's own credentials, which may do everything."""
    return Credentials(access_key(settings, account))


def access_key(settings: Settings, account: str) -> str:
    """MiniStack takes a 12-digit access key as the account; any other key is the default account."""
    return "test" if account == settings.account else account


def needs_own_jvm(conf: Mapping[str, str]) -> bool:
    """Whether a run's `--conf` can only be applied when the JVM starts."""
    return any(name in _LAUNCH_ONLY for name in conf)


def jvm_options(settings: Settings, conf: Mapping[str, str], archive_option: str | None = None) -> list[str]:
    """Options of the Java launcher. `archive_option` replaces the use of the class-data archive (to make
    one).
    """
    memory = conf.get("spark.driver.memory", f"{settings.driver_memory_mb}m")
    options = [f"-Xmx{memory}", "-Xss4m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-Xshare:auto"]
    options += [
        *_LATE_C2,
        "-XX:-UsePerfData",
        "-Dfile.encoding=UTF-8",
        "-Duser.timezone=UTC",
        "-Djava.net.preferIPv4Stack=true",
    ]
    options += ["-XX:+IgnoreUnrecognizedVMOptions", "-Djdk.reflect.useDirectMethodHandle=false"]
    options += [f"--add-opens={name}=ALL-UNNAMED" for name in _ADD_OPENS]
    if archive_option is not None:
        options += archive_option.split()
    elif settings.cds_archive is not None and settings.cds_archive.is_file():
        base = base_archive(settings.cds_archive)
        both = f"{base}{os.pathsep}{settings.cds_archive}" if base.is_file() else str(settings.cds_archive)
        options += [
            f"-XX:SharedArchiveFile={both}",
            "-Xlog:cds=off",
            "-Xlog:class+path=off",
            "-Xlog:cds+dynamic=off",
        ]
    return options + conf.get("spark.driver.extraJavaOptions", "").split()


def base_archive(archive: Path) -> Path:
    """Where the archive of the JDK's own classes is, for a Java that comes without one."""
    return archive.with_suffix(".base.jsa")


def jvm_command(
    settings: Settings,
    local_dir: Path,
    conf: Mapping[str, str] | None = None,
    extra_jars: tuple[Path, ...] = (),
    archive_option: str | None = None,
) -> list[str]:
    """Command of a Spark JVM that waits for a Python driver (pyspark's own gateway server, without
    spark-submit's
    launcher in front of it). It ends by itself when its stdin is closed.
    """
    conf = dict(conf or {})
    properties = {**launch_properties(settings, local_dir), **conf}
    arguments = local_dir / "java.args"
    lines = [*jvm_options(settings, conf, archive_option), "-cp", class_path(settings, extra_jars)]
    lines += [f"-D{name}={value}" for name, value in properties.items()]
    arguments.write_text("\n".join(f'"{_escaped(line)}"' for line in lines) + "\n", encoding="utf-8")
    return [str(settings.java), f"@{arguments}", "org.apache.spark.api.python.PythonGatewayServer"]


def jvm_environment(settings: Settings, instance: str, connection_file: Path) -> dict[str, str]:
    """Environment of a Spark JVM."""
    return {
        **_base_environment(settings, instance),
        "_PYSPARK_DRIVER_CONN_INFO_PATH": str(connection_file),
        "SPARK_LOCAL_DIRS": str(connection_file.parent),
    }


def runner_environment(settings: Settings, instance: str) -> dict[str, str]:
    """Environment of the Python process that runs a script. The caller's AWS credentials never get in."""
    shim = Path(__file__).resolve().parent.parent / "awsglue_shim"
    return {
        **_base_environment(settings, instance),
        "PYTHONPATH": str(shim),
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _base_environment(settings: Settings, instance: str) -> dict[str, str]:
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return {
        **inherited,
        "TMPDIR": str(settings.work_dir / "tmp"),
        "JAVA_HOME": str(settings.java_home),
        "SPARK_HOME": str(pyspark_home()),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_PYTHON": sys.executable,
        "PYSPARK_DRIVER_PYTHON": sys.executable,
        "PYSPARK_PIN_THREAD": "true",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": settings.region,
        "AWS_DEFAULT_REGION": settings.region,
        "AWS_ENDPOINT_URL": settings.endpoint,
        "AWS_EC2_METADATA_DISABLED": "true",
        "GLUE_VERSION": "5.0",
        MARKER: instance,
    }


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
