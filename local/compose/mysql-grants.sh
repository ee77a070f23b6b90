#!/bin/bash
# After each migration: the application may read and write every table, but the ledger of facts it may only read and extend.
# Needs MYSQL_HOST, MYSQL_OWNER_PASSWORD; MYSQL_PORT, MYSQL_CLIENT, APP_USER and DATABASE have defaults. May run again at any time.
set -euo pipefail

CLIENT="${MYSQL_CLIENT:-mysql}"
DATABASE="${DATABASE:-tinhgon}"
APP_USER="${APP_USER:-'tinhgon_app'@'%'}"
APPEND_ONLY=" facts "

export MYSQL_PWD="${MYSQL_OWNER_PASSWORD}"
ask() { "$CLIENT" --protocol=tcp -h "${MYSQL_HOST}" -P "${MYSQL_PORT:-3306}" -u "${OWNER_USER:-tinhgon_owner}" --batch --skip-column-names "$@"; }

tables="$(ask -e "SELECT table_name FROM information_schema.tables WHERE table_schema = '${DATABASE}' AND table_type = 'BASE TABLE' ORDER BY table_name")"
if [ -z "$tables" ]; then
  echo "no tables in ${DATABASE}: run the migrations first" >&2
  exit 1
fi
for table in $tables; do
  case "$APPEND_ONLY" in
    *" $table "*) echo "GRANT SELECT, INSERT ON \`${DATABASE}\`.\`${table}\` TO ${APP_USER};" ;;
    *) echo "GRANT SELECT, INSERT, UPDATE, DELETE ON \`${DATABASE}\`.\`${table}\` TO ${APP_USER};" ;;
  esac
done | ask
echo "{\"msg\":\"granted\",\"tables\":$(echo "$tables" | wc -w)}"
