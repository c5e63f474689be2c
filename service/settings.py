"""Everything that can be set, read once at the start of a process."""

from __future__ import annotations

import os
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from agent.faults import Fault

PREFIX = "ROTATOR_"


class BadSettings(Fault):
    """A setting is unknown or has a value that cannot be."""


class Settings(BaseSettings):
    """The settings; each is read from the environment or `.env` as ROTATOR_<NAME>."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    data: Path = Field(Path("data"), description="Folder of all state: index, caches, videos, task database.")
    promoted: Path | None = Field(
        None, description="Folder of what was promoted from the failure log; unset means data/promoted."
    )
    model: str | None = Field(
        None, description="Model string, provider:model; unset means the offline model."
    )
    base_url: str | None = Field(
        None, description="Address of an OpenAI-compatible server, for openai:… models."
    )
    api_key: SecretStr | None = Field(None, description="Key of the model's provider.")
    escalation_model: str | None = Field(
        None, description="A stronger model, asked where the model cannot mend a program; unset means none."
    )
    escalation_base_url: str | None = Field(
        None, description="Address of its server; unset means the model's, where both have one provider."
    )
    escalation_api_key: SecretStr | None = Field(
        None, description="Key of its provider; unset means the model's, where both have one provider."
    )
    temperature: float | None = Field(
        0.2, ge=0, le=2, description="Sampling temperature; none leaves it to the model."
    )
    seed: int | None = Field(
        None,
        ge=0,
        lt=2**31,
        description="Seed of the model's sampling, for providers that take one; unset: none.",
    )
    max_tokens: int = Field(8192, ge=256, description="Longest answer of the model, in tokens.")
    model_timeout: float = Field(120.0, gt=0, description="Seconds to wait for the model's server.")
    drafts: int = Field(
        1, ge=1, le=16, description="Programs written for one: the one with the fewest problems goes on."
    )
    embedder: str = Field(
        "all-MiniLM-L6-v2", description="Sentence-transformers model; the default is packaged."
    )
    chroma_url: str | None = Field(
        None,
        description="Address of a Chroma server for the index's vectors; unset keeps them in the data folder.",
    )
    budget_model_calls: int = Field(8, ge=1, description="Model calls a run may make.")
    budget_repair_rounds: int = Field(5, ge=0, description="Repairs a run may try.")
    budget_finding_rounds: int = Field(
        2, ge=0, description="How many of the repairs may be for a picture that is not right; 0 means none."
    )
    budget_tokens: int = Field(100_000, ge=1, description="Tokens a run may use, read and written.")
    budget_seconds: float = Field(600.0, gt=0, description="Seconds a run may take.")
    render_seconds: float = Field(180.0, gt=0, description="Seconds one render may take.")
    render_memory_mb: int = Field(
        2048, ge=512, description="Memory of one render, all its processes, in MiB."
    )
    render_parents: int = Field(1, ge=1, le=64, description="Warm renderers, and so renders at a time.")
    render_idle_seconds: float = Field(
        300.0, gt=0, description="Seconds that an unused renderer stays for the next command."
    )
    allow_unsandboxed: bool = Field(
        False,
        description="Run programs without a sandbox where none can be built; never for strangers' code.",
    )
    host: str = Field("127.0.0.1", description="Address that `rotator serve` listens on.")
    port: int = Field(8000, ge=1, le=65535, description="Port that `rotator serve` listens on.")
    database_url: SecretStr | None = Field(
        None, description="Database of tasks, postgresql://…; unset means SQLite in the data folder."
    )
    bucket_url: str | None = Field(
        None, description="Where results lie, s3://BUCKET/PREFIX; unset means a folder in the data folder."
    )
    bucket_endpoint: str | None = Field(
        None, description="Address of the S3 server; unset means that of the provider."
    )
    bucket_region: str = Field("us-east-1", description="Region of the bucket.")
    bucket_access_key: SecretStr | None = Field(None, description="Access key of the bucket.")
    bucket_secret_key: SecretStr | None = Field(None, description="Secret key of the bucket.")
    video_days: float = Field(30.0, gt=0, description="Days that a video is kept; its program is for ever.")
    model_calls_at_once: int = Field(
        4, ge=1, description="Tasks of a worker that are with the model at a time."
    )
    model_tasks_per_minute: int | None = Field(
        None, ge=1, description="Times a minute that tasks of all workers may go to the model; unset: any."
    )
    client_tasks: int = Field(2, ge=1, description="Tasks of one client that are worked on at a time.")
    client_waiting: int = Field(20, ge=1, description="Tasks of one client that may wait.")
    client_daily: int | None = Field(
        None, ge=1, description="Tasks that one client may ask for in a day; unset means any number."
    )
    client_requests_per_minute: int = Field(
        600, ge=1, description="Requests of one client that are answered in a minute."
    )
    require_key: bool = Field(False, description="Answer only who has an API key (`rotator keys add`).")
    cors_origins: str = Field("", description="Other sites whose pages may call the API, with commas.")
    proxies: str = Field(
        "127.0.0.1", description="Proxies that tell the true address of a client, with commas."
    )
    drain_seconds: float = Field(
        5.0, ge=0, description="Seconds that a stopping worker gives its tasks to come to a good place."
    )
    examples: bool = Field(True, description="Make the videos of the example prompts at the first start.")
    events_days: float = Field(90.0, gt=0, description="Days that an event of the failure log is kept.")
    events_most: int = Field(200_000, ge=1, description="Events that are kept; the oldest go first.")
    events_prompts: bool = Field(
        True,
        description="Keep what was asked and answered in events; false keeps programs and causes alone.",
    )
    events_redact: Path | None = Field(
        None, description="A TOML file of further patterns that are hidden in events; unset means none."
    )
    log_format: Literal["text", "json"] = Field("text", description="Form of the log: text or json.")
    otlp_endpoint: str | None = Field(
        None, description="Address of an OpenTelemetry collector (HTTP); unset means none."
    )

    @field_validator("temperature", mode="before")
    @classmethod
    def _or_none(cls, value: object) -> object:
        return None if isinstance(value, str) and value.lower() == "none" else value

    @field_validator("data", "promoted")
    @classmethod
    def _absolute(cls, value: Path | None) -> Path | None:
        try:
            return value.expanduser().absolute() if value else None
        except RuntimeError as error:
            raise ValueError(str(error)) from error

    @property
    def promoted_folder(self) -> Path:
        """Where that lies which was promoted."""
        return self.promoted or self.data / "promoted"


def load_settings(**overrides: Any) -> Settings:
    """Return the settings of this process; raise BadSettings with the remedy."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    try:
        names = {*os.environ, *(name.upper() for name in dotenv_values(".env"))}
        for name in sorted(names - known):
            if name.startswith(PREFIX):
                raise BadSettings(f"{name} is no setting", _hint(name, known))
        return Settings(**overrides)
    except UnicodeDecodeError as error:
        raise BadSettings(f".env is no UTF-8 text: {error.reason}", "save it as UTF-8") from error
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper().removeprefix(PREFIX)
        raise BadSettings(f"{name}: {first['msg']}", "correct it in the environment or in .env") from None


def _hint(name: str, known: set[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"did you mean {near[0]}?" if near else "see .env.example for all there are"
