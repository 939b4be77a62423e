#!/bin/sh
# What the workflow Sync does, without a forge: fetch, commit, build, tell. It ends with the worst of the codes; with 0
# where the broker was only not ready.
#
#   LOTBOOK_PUSH=1     push the commit to the repository's remote, too
#   LOTBOOK_SITE=DIR   put the built site there as a whole, for a web server; DIR's parent must be writable
#   LOTBOOK_METRICS=FILE   write drift and ages for Prometheus into this file, also after a fetch that failed
set -eu
umask 027
cd "$(dirname "$0")/../.."

# Settings, labels and notes that you pushed from elsewhere.
if git rev-parse --quiet --verify '@{upstream}' >/dev/null 2>&1; then
  git pull --quiet --rebase || {
    git rebase --abort 2>/dev/null || true
    echo "The remote's commits could not be taken over; this goes on with what is here." >&2
  }
fi

fetched=0
node bin/lotbook.js fetch || fetched=$?
pushed=0
node bin/lotbook.js commit ${LOTBOOK_PUSH:+--push} || pushed=$?
built=0
npm run --silent build || built=$?

if [ "$built" = 0 ] && [ -n "${LOTBOOK_SITE:-}" ]; then
  rm -rf "$LOTBOOK_SITE.new" "$LOTBOOK_SITE.old"
  cp -R dist "$LOTBOOK_SITE.new"
  if [ -e "$LOTBOOK_SITE" ]; then mv "$LOTBOOK_SITE" "$LOTBOOK_SITE.old"; fi
  mv "$LOTBOOK_SITE.new" "$LOTBOOK_SITE"
  rm -rf "$LOTBOOK_SITE.old"
fi

measured=0
if [ -n "${LOTBOOK_METRICS:-}" ]; then
  node bin/lotbook.js check --json --metrics "$LOTBOOK_METRICS" >/dev/null || measured=$?
  # 2 and 6 say what the data is like; the summary and the site do, too.
  case "$measured" in 2 | 6) measured=0 ;; esac
fi

told=0
node bin/lotbook.js ci summary --fetch-exit "$fetched" --commit-exit "$pushed" || told=$?
for code in 1 2 5 6 3 "$told" "$pushed" "$built" "$measured"; do
  if [ "$code" = 0 ]; then continue; fi
  case " $told $pushed $built $measured " in *" $code "*) exit "$code" ;; esac
done
