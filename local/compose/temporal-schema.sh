#!/bin/sh
# Brings Temporal's two schemas to the version of this image. May run again: a schema that is there is only updated.
# The password reaches the tool as SQL_PASSWORD.
set -eu

tool() { temporal-sql-tool --plugin mysql8 --endpoint "${SQL_HOST}" --port "${SQL_PORT:-3306}" --user "${SQL_USER}" "$@"; }

for part in temporal visibility; do
  if [ "$part" = temporal ]; then database=temporal; else database=temporal_visibility; fi
  if ! tool --database "$database" update-schema --schema-name "mysql/v8/$part"; then
    # Without a version table there is nothing to update yet.
    tool --database "$database" setup-schema -v 0.0
    tool --database "$database" update-schema --schema-name "mysql/v8/$part"
  fi
done
