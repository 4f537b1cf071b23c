#!/bin/sh
# Makes the secrets of compose.yml that are not there yet, in the directory "secrets".
# Those of other parties (Slack, mail, PagerDuty, the webhook) are placeholders: put yours in.
set -eu
cd "$(dirname "$0")"
mkdir -p secrets
# Who is not the owner does not get into the directory. In the containers the files have to be
# readable, since each program runs as a user of its own there.
chmod 700 secrets
umask 022

random() {
  od -An -N24 -tx1 /dev/urandom | tr -d ' \n'
}

# Writes a file, unless it is there.
secret() {
  [ -e "secrets/$1" ] || printf '%s' "$2" >"secrets/$1"
}

secret postgres-password "$(random)"
secret grafana-password "$(random)"
secret minio-password "$(random)"
secret health-token "$(random)"
# Three programs want the password of Redis, each in a form of its own.
if [ ! -e secrets/redis.conf ]; then
  password=$(random)
  printf 'requirepass %s\n' "$password" >secrets/redis.conf
  printf 'redis://:%s@redis:6379' "$password" >secrets/redis-url
  printf '{"redis://redis:6379": "%s"}' "$password" >secrets/redis-exporter.json
fi
secret slack-url https://hooks.slack.com/services/put/yours/here
secret smtp-password put-yours-here
secret pagerduty-key put-yours-here
secret webhook-token put-yours-here
