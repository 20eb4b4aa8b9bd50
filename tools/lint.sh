#!/bin/sh
# Every check that is not a test. All of them run; any that fails fails the whole.
cd "$(dirname "$0")/.." || exit 1
bin=.venv/bin
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
export VAR_DIR="$work" # whose empty folder of static files keeps whitenoise quiet
mkdir "$work/static"
failed=""

check() {
    name=$1
    shift
    echo "• $name"
    "$@" || failed="$failed, $name"
}

check "ruff check" $bin/ruff check --quiet .
check "ruff format" $bin/ruff format --check --quiet .
check "djade" find templates -name '*.html' -exec $bin/djade --check --target-version 5.2 {} +
check "deployment settings" env SITE_URL=https://example.org SECRET_KEY="$($bin/python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    $bin/python manage.py check --deploy --fail-level WARNING
check "migrations match models" $bin/python manage.py makemigrations --check --dry-run
check "deprecations" $bin/python -W error::DeprecationWarning tools/import_all.py
check "catalogue" $bin/python manage.py check_catalogue

if [ -n "$failed" ]; then
    echo "✗ failed: ${failed#, }"
    exit 1
fi
echo "✓ all checks passed"
