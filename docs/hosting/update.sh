#!/bin/sh
# What the workflow Sync does, without a forge: fetch, commit, build, tell. Ends as the fetch did; 0 where the broker was
# only not ready.
#
#   LOTBOOK_PUSH=1     push the commit to the repository's remote, too
#   LOTBOOK_SITE=DIR   put the built site there as a whole, for a web server; DIR's parent must be writable
set -eu
cd "$(dirname "$0")/../.."

code=0
node bin/lotbook.js fetch || code=$?
pushed=0
node bin/lotbook.js commit ${LOTBOOK_PUSH:+--push} || pushed=$?
npm run --silent build

if [ -n "${LOTBOOK_SITE:-}" ]; then
  rm -rf "$LOTBOOK_SITE.new" "$LOTBOOK_SITE.old"
  cp -R dist "$LOTBOOK_SITE.new"
  if [ -e "$LOTBOOK_SITE" ]; then mv "$LOTBOOK_SITE" "$LOTBOOK_SITE.old"; fi
  mv "$LOTBOOK_SITE.new" "$LOTBOOK_SITE"
  rm -rf "$LOTBOOK_SITE.old"
fi

node bin/lotbook.js ci summary --fetch-exit "$code"
exit "$pushed"
