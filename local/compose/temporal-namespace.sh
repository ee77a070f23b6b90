#!/bin/sh
# Waits for the Temporal frontend, then makes the namespace and the search attributes unless they are there. May run again.
set -eu

tries=0
until temporal operator cluster health --address "${TEMPORAL_ADDRESS}" >/dev/null 2>&1; do
  tries=$((tries + 1))
  if [ "$tries" -ge 60 ]; then
    echo "no healthy Temporal at ${TEMPORAL_ADDRESS} after two minutes" >&2
    exit 1
  fi
  sleep 2
done

if ! temporal operator namespace describe --namespace "${TEMPORAL_NAMESPACE}" --address "${TEMPORAL_ADDRESS}" >/dev/null 2>&1; then
  temporal operator namespace create --namespace "${TEMPORAL_NAMESPACE}" --retention "${TEMPORAL_RETENTION:-14d}" --address "${TEMPORAL_ADDRESS}"
fi

# A new namespace is known to every service of the server only after a moment.
known=''
tries=0
until known="$(temporal operator search-attribute list --namespace "${TEMPORAL_NAMESPACE}" --address "${TEMPORAL_ADDRESS}" 2>/dev/null)"; do
  tries=$((tries + 1))
  if [ "$tries" -ge 30 ]; then
    echo "namespace ${TEMPORAL_NAMESPACE} does not answer" >&2
    exit 1
  fi
  sleep 2
done

for attribute in CampaignId=Keyword ProcedureId=Keyword UnitId=Keyword ProvinceCode=Keyword ReviewStatus=Keyword StageCode=Keyword DeadlineAt=Datetime NextDueAt=Datetime RungLevel=Int; do
  name="${attribute%%=*}"
  case "$known" in
    *"$name"*) ;;
    *) temporal operator search-attribute create --namespace "${TEMPORAL_NAMESPACE}" --address "${TEMPORAL_ADDRESS}" --name "$name" --type "${attribute#*=}" ;;
  esac
done
echo '{"msg":"namespace ready"}'
