#!/bin/bash
# Run once by the MySQL image on an empty data folder: a schema for us, two for Temporal, and a user for each purpose.
#   tinhgon_owner  changes the schema, used by the migration job alone
#   tinhgon_app    reads and writes rows; its rights on each table come from mysql-grants.sh
#   temporal       owns Temporal's two schemas and sees nothing of ours
set -euo pipefail

MYSQL_PWD="${MYSQL_ROOT_PASSWORD}" mysql --protocol=socket -uroot <<SQL
CREATE DATABASE IF NOT EXISTS tinhgon CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
CREATE DATABASE IF NOT EXISTS temporal CHARACTER SET utf8mb4;
CREATE DATABASE IF NOT EXISTS temporal_visibility CHARACTER SET utf8mb4;
CREATE USER IF NOT EXISTS 'tinhgon_owner'@'%' IDENTIFIED BY '${MYSQL_OWNER_PASSWORD}';
CREATE USER IF NOT EXISTS 'tinhgon_app'@'%' IDENTIFIED BY '${MYSQL_APP_PASSWORD}';
CREATE USER IF NOT EXISTS 'temporal'@'%' IDENTIFIED BY '${MYSQL_TEMPORAL_PASSWORD}';
GRANT ALL PRIVILEGES ON tinhgon.* TO 'tinhgon_owner'@'%' WITH GRANT OPTION;
GRANT ALL PRIVILEGES ON temporal.* TO 'temporal'@'%';
GRANT ALL PRIVILEGES ON temporal_visibility.* TO 'temporal'@'%';
SQL
