#include "tests/widgets/app/fake_cli.h"

#include <QFile>

namespace ptycho::test {

void writeScript(const QString& file, const QString& text) {
  QFile script(file);
  if (!script.open(QIODevice::WriteOnly)) qFatal("%s", qPrintable(file));
  script.write(text.toUtf8());
  script.close();
  script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

void writeFakeCli(const QString& file) {
  writeScript(file, QStringLiteral(R"SH(#!/bin/sh
for word in "$@"; do
  [ "$word" = "--name=fail" ] && { echo "error: fail is no name for a run." >&2; exit 2; }
  folder="$word"   # the last word is the folder, for a new run and for one that goes on
done
printf '%s\n' "$@" > "$folder/arguments.txt"
pwd > "$folder/directory.txt"
[ -e "$folder/queue.json" ] && mv "$folder/queue.json" "$folder/launch.json"
start=$(cut -d' ' -f22 /proc/$$/stat)
beat=$(date +%s%N)
status() {
  beat=$((beat + 1))
  id=$(sed -n 's/.*"id":"\([^"]*\)".*/\1/p' "$folder/control.json" 2>/dev/null)
  printf '{"schema":1,"state":"%s","heartbeat":%s,"pid":%s,"process_start":%s,"host":"%s","boot_id":"%s",' \
    "$1" "$beat" $$ "$start" "$(hostname)" "$(cat /proc/sys/kernel/random/boot_id)" > "$folder/status.new"
  printf '"control_id":"%s","message":"%s","done":5,"total":10}\n' "$id" "$2" >> "$folder/status.new"
  mv "$folder/status.new" "$folder/status.json"
}
rm -f "$folder/control.json"
status running ""
while :; do
  grep -q '"stop"' "$folder/control.json" 2>/dev/null && { status stopped "Stopped on request."; exit 3; }
  [ -e "$folder/stop.txt" ] && { status done "Done."; exit 0; }
  status running ""
  sleep 0.05
done
)SH"));
}

}  // namespace ptycho::test
