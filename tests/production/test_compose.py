"""docker-compose.yml, the Dockerfile and nginx.conf name things elsewhere; each must be there."""

import re
from typing import Any

import pytest
import yaml
from django.core.management import get_commands
from django.urls import resolve

from config.reader import read
from questionbank import images
from questionbank.formats import found
from tests.house import tree

COMPOSE: dict[str, Any] = yaml.safe_load(tree.text("docker-compose.yml"))
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = ("web", "pages", "prepare")
DOCKERFILE = tree.text("Dockerfile")
NGINX = re.sub(r"#.*", "", tree.text("config/nginx.conf"))
REFERENCE = re.compile(r"\$\{(\w+)(:[?-])?([^}]*)\}")
# Compose is https to its door, and never shows a traceback; the others are of the image and tests.
NOT_IN_COMPOSE = {"DEBUG", "HTTPS_ONLY", "STATIC_ROOT", "TEST_DATABASE"}
# What Python and PostgreSQL read themselves.
FOREIGN = {"PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}


def settings_read() -> set[str]:
    """Names of the environment that our settings read."""
    sources = tree.text("config/settings.py") + tree.text("config/environment.py")
    return set(re.findall(r'read\.\w+\(\s*"(\w+)"', sources))


def image_variables() -> set[str]:
    last = DOCKERFILE.rpartition("FROM ")[2].replace("\\\n", " ")
    return set(re.findall(r"(\w+)=", re.findall(r"^ENV (.+)$", last, re.MULTILINE)[0]))


def test_every_variable_is_one_that_the_settings_read() -> None:
    given = {name for service in OURS for name in SERVICES[service]["environment"]}
    assert (given | image_variables()) - FOREIGN <= settings_read()


def test_every_setting_is_made_by_compose_or_taken_from_the_operator() -> None:
    """Whatever else the page lists would do nothing in `.env`, silently."""
    given = {name for service in OURS for name in SERVICES[service]["environment"]}
    assert settings_read() - given - image_variables() == NOT_IN_COMPOSE


def test_what_an_operator_leaves_out_has_the_default_of_the_settings() -> None:
    own = {"WEB_SERVER": "daphne", "LOG_LEVEL": "WARNING"}
    for name in set(read.allowed) - {"PORT"}:
        assert SERVICES["web"]["environment"][name] == f"${{{name}:-}}"
    for name, default in own.items():
        assert SERVICES["web"]["environment"][name] == f"${{{name}:-{default}}}"


def test_no_log_grows_without_end() -> None:
    for name, service in SERVICES.items():
        options = service.get("logging", {}).get("options", {})
        assert {"max-size", "max-file"} <= set(options), name


def test_every_variable_a_person_sets_is_documented() -> None:
    if "docs/configuration.md" not in tree.files():
        pytest.skip("docs/configuration.md IS NOT WRITTEN YET")
    text = tree.text("docs/configuration.md")
    asked = {name for name, _, _ in REFERENCE.findall(tree.text("docker-compose.yml"))}
    assert {name for name in asked if f"`{name}`" not in text} == set()


@pytest.mark.parametrize("name", ["SECRET_KEY", "POSTGRES_PASSWORD", "SITE_HOST", "TLS_FOLDER"])
def test_nothing_starts_without_its_secrets(name: str) -> None:
    asked = [how for found, how, _ in REFERENCE.findall(tree.text("docker-compose.yml"))
             if found == name]  # fmt: skip
    assert asked, f"{name} is not asked for"
    assert set(asked) == {":?"}


def test_no_secret_is_written_down() -> None:
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if re.search("SECRET|PASSWORD|TOKEN", name):
                assert REFERENCE.fullmatch(value), name


@pytest.mark.parametrize("service", OURS)
def test_every_command_exists(service: str) -> None:
    words = " ".join(SERVICES[service]["command"])
    named = re.findall(r"python manage\.py (\w+)", words)
    assert named
    assert set(named) <= set(get_commands())


def test_the_image_serves_what_compose_serves() -> None:
    command = re.findall(r"^CMD (\[.+\])$", DOCKERFILE, re.MULTILINE)
    assert [yaml.safe_load(line) for line in command] == [SERVICES["web"]["command"]]


def test_the_image_copies_what_is_there_and_is_sent() -> None:
    sent = {line[1:] for line in tree.text(".dockerignore").splitlines() if line[:1] == "!"}
    copied = [line.split()[1] for line in DOCKERFILE.splitlines() if line.startswith("COPY ")]
    local = {name.replace("[e]", "e") for name in copied if not name.startswith("-")}
    assert {name for name in local if not {name, name.split("/")[0]} & sent} == set()
    for name in local - {"frontend/locale"}:
        assert (tree.ROOT / name).exists(), name


def test_the_image_does_not_run_as_root_and_has_no_compiler_stage_left() -> None:
    last = DOCKERFILE.rpartition("FROM ")[2]
    assert re.search(r"^USER (?!root)\w+", last, re.MULTILINE)
    assert "pip install" not in last


def test_only_nginx_is_published() -> None:
    published = {name for name, service in SERVICES.items() if service.get("ports")}
    assert published == {"nginx"}
    inside = {name for name, service in SERVICES.items() if service["networks"] == ["inside"]}
    assert inside == set(SERVICES) - {"nginx"}
    assert COMPOSE["networks"]["inside"]["internal"] is True


def test_every_service_that_stays_has_a_health_check_and_comes_back() -> None:
    for name in set(SERVICES) - {"prepare"}:
        assert SERVICES[name]["healthcheck"]["test"][0] == "CMD", name
        assert SERVICES[name]["restart"] == "unless-stopped", name


def test_the_health_check_asks_a_page_that_is_there_at_the_port_we_serve() -> None:
    words = " ".join(SERVICES["web"]["healthcheck"]["test"])
    found = re.search(r"http://([\d.]+):(\d+)(/[\w/]+)", words)
    assert found
    host, port, path = found.groups()
    assert resolve(path).url_name == "health-ready"
    assert re.search(rf"PORT={port}\b", DOCKERFILE)
    assert re.search(rf"^EXPOSE {port}$", DOCKERFILE, re.MULTILINE)
    assert host in SERVICES["web"]["environment"]["ALLOWED_HOSTS"].split(",")


@pytest.mark.parametrize("name", ["web", "pages"])
def test_web_processes_wait_for_the_one_shot_preparation_and_stop_gently(name: str) -> None:
    waits = SERVICES[name]["depends_on"]
    assert waits["prepare"]["condition"] == "service_completed_successfully"
    assert SERVICES["prepare"]["restart"] == "no"
    assert int(SERVICES[name]["stop_grace_period"].rstrip("s")) > 10


def test_sockets_have_two_processes_and_nginx_waits_for_both_kinds() -> None:
    assert SERVICES["web"]["deploy"]["replicas"] == 2
    assert set(SERVICES["nginx"]["depends_on"]) == {"web", "pages"}


def test_containers_of_ours_are_read_only_and_without_rights() -> None:
    for name in OURS:
        service = SERVICES[name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        folder = service["environment"]["DATA_DIR"]
        assert any(mount.startswith(f"{folder}:") for mount in service["tmpfs"])


def test_pictures_outlive_the_containers_and_are_writable_there() -> None:
    for name in OURS:
        folder = SERVICES[name]["environment"]["PICTURES_DIR"]
        assert f"pictures:{folder}" in SERVICES[name]["volumes"]
        last = DOCKERFILE.rpartition("FROM ")[2]
        assert f"install --directory --owner=contest {folder}" in last


def test_the_signing_key_outlives_the_containers_and_only_they_read_it() -> None:
    for name in OURS:
        folder, _, file = SERVICES[name]["environment"]["SIGNING_KEY_FILE"].rpartition("/")
        assert file
        assert f"keys:{folder}" in SERVICES[name]["volumes"]
        last = DOCKERFILE.rpartition("FROM ")[2]
        assert f"install --directory --owner=contest --mode=0700 {folder}" in last


@pytest.mark.parametrize("door", ["/bank/", "/api/bank/"])
def test_a_file_that_an_editor_sends_passes_nginx_and_has_room_to_wait(door: str) -> None:
    size = re.search(rf"location {door} \{{[^}}]*client_max_body_size (\d+)m", NGINX)
    assert size
    assert int(size[1]) << 20 > max(images.MOST_BYTES, found.MOST_BYTES)
    assert all("/tmp" in SERVICES[name]["tmpfs"] for name in OURS)  # noqa: S108


def test_volumes_are_named_and_mounted_files_exist() -> None:
    for service in SERVICES.values():
        for mount in service.get("volumes", []):
            source = REFERENCE.sub("", mount).split(":")[0]
            known = not source or source in COMPOSE["volumes"]
            assert known or (tree.ROOT / source).is_file(), mount


def test_addresses_inside_are_services() -> None:
    for value in SERVICES["web"]["environment"].values():
        for scheme, host in re.findall(r"(postgres|redis)://(?:[^@/]+@)?(\w+)", value):
            assert host in SERVICES, (scheme, host)


def test_nginx_is_well_formed_and_leads_to_services_that_are_there() -> None:
    assert NGINX.count("{") == NGINX.count("}")
    port = re.search(r"PORT=(\d+)", DOCKERFILE)
    assert port
    servers = re.findall(r"server (\w+):(\d+) resolve", NGINX)
    assert set(servers) == {("web", port[1]), ("pages", port[1])}
    upstreams = set(re.findall(r"upstream (\w+) \{", NGINX))
    assert upstreams == set(re.findall(r"proxy_pass http://([\w.]+)", NGINX))


@pytest.mark.parametrize(("kind", "own", "other"), [("sockets", "web", "pages"),
                                                    ("pages", "pages", "web")])  # fmt: skip
def test_sockets_and_pages_are_parted_and_stand_in_for_each_other(
    kind: str, own: str, other: str
) -> None:
    upstream = re.search(rf"upstream {kind} \{{([^}}]*)\}}", NGINX)
    assert upstream
    told = re.findall(r"server (\w+):\d+ [^;]*?(backup)?;", upstream[1])
    assert told == [(own, ""), (other, "backup")]
    by_socket = re.search(r"location /ws/ \{\s*proxy_pass http://(\w+);", NGINX)
    assert by_socket
    assert by_socket[1] == "sockets"
    assert re.findall(r"proxy_pass http://(\w+)", NGINX).count("sockets") == 1


def test_nginx_lets_websockets_through_and_vouches_for_the_address() -> None:
    for line in (
        "proxy_http_version 1.1;",
        "proxy_set_header Upgrade $http_upgrade;",
        "proxy_set_header Connection $connection_upgrade;",
        "proxy_set_header X-Forwarded-For $remote_addr;",
        "proxy_set_header X-Forwarded-Proto $scheme;",
        "location /ws/ {",
    ):
        assert line in NGINX, line
    read = re.search(r"location /ws/ \{[^}]*proxy_read_timeout (\d+)s", NGINX)
    assert read
    assert int(read[1]) > 20  # two pings of the web process


def test_nginx_listens_where_compose_publishes_and_checks_itself_where_it_listens() -> None:
    ports = {mapping.split(":")[1] for mapping in SERVICES["nginx"]["ports"]}
    assert ports == set(re.findall(r"listen (\d+)\b(?!\.)", NGINX))
    url = re.search(r"http://(127\.0\.0\.1:\d+)(/\w+)", " ".join(
        SERVICES["nginx"]["healthcheck"]["test"]))  # fmt: skip
    assert url
    assert f"listen {url[1]};" in NGINX
    assert f"location = {url[2]} " in NGINX
