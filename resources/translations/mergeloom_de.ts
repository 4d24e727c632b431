<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Activity</name>
    <message>
        <source>This was %1.</source>
        <translation>Das war %1.</translation>
    </message>
    <message>
        <source>Call %1</source>
        <translation>Aufruf %1</translation>
    </message>
    <message>
        <source> (%1 cached)</source>
        <translation> (%1 aus dem Zwischenspeicher)</translation>
    </message>
    <message>
        <source>%1 in%2, %3 out, %4</source>
        <translation>%1 hinein%2, %3 heraus, %4</translation>
    </message>
    <message>
        <source>cost unknown</source>
        <translation>Kosten unbekannt</translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Reached %1:%2.</source>
        <translation>%1:%2 erreicht.</translation>
    </message>
    <message>
        <source>%1 more were printed than is kept.</source>
        <translation>%1 mehr wurden ausgegeben, als behalten werden.</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 Tokens</translation>
    </message>
    <message>
        <source>cut, %1</source>
        <translation>gekürzt, %1</translation>
    </message>
    <message>
        <source>Validated: every command ended with exit code 0.</source>
        <translation>Geprüft: Jeder Befehl endete mit Exit-Code 0.</translation>
    </message>
    <message>
        <source>Validation failed (%1).</source>
        <translation>Prüfung fehlgeschlagen (%1).</translation>
    </message>
    <message>
        <source>Not validated: no command is configured.</source>
        <translation>Nicht geprüft: Es ist kein Befehl eingestellt.</translation>
    </message>
    <message>
        <source>%1 was red</source>
        <translation>%1 war rot</translation>
    </message>
    <message>
        <source>The diff guard allows the change.</source>
        <translation>Der Diff-Wächter erlaubt die Änderung.</translation>
    </message>
    <message>
        <source>The diff guard flags the change.</source>
        <translation>Der Diff-Wächter findet die Änderung auffällig.</translation>
    </message>
    <message>
        <source>The diff guard blocks the change.</source>
        <translation>Der Diff-Wächter blockiert die Änderung.</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) changed</source>
        <translation>
            <numerusform>%n Datei geändert</numerusform>
            <numerusform>%n Dateien geändert</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 wrote this too late for the agent</source>
        <translation>%1 schrieb dies zu spät für den Agenten</translation>
    </message>
    <message>
        <source>%1 to the agent</source>
        <translation>%1 an den Agenten</translation>
    </message>
    <message>
        <source>: %1</source>
        <translation>: %1</translation>
    </message>
    <message>
        <source>%1 pauses the run</source>
        <translation>%1 hält den Lauf an</translation>
    </message>
    <message>
        <source>%1 lets the run go on</source>
        <translation>%1 lässt den Lauf weitergehen</translation>
    </message>
    <message>
        <source>%1 cancels the run</source>
        <translation>%1 bricht den Lauf ab</translation>
    </message>
    <message>
        <source>%1: %2 was left. %3</source>
        <translation>%1: %2 blieb ohne Wirkung. %3</translation>
    </message>
    <message>
        <source>Nobody approved in time</source>
        <translation>Niemand hat rechtzeitig freigegeben</translation>
    </message>
    <message>
        <source>%1 approved</source>
        <translation>%1 hat freigegeben</translation>
    </message>
    <message>
        <source>%1 rejected</source>
        <translation>%1 hat abgelehnt</translation>
    </message>
    <message numerus="yes">
        <source>%n turn(s)</source>
        <translation>
            <numerusform>%n Zug</numerusform>
            <numerusform>%n Züge</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n command(s)</source>
        <translation>
            <numerusform>%n Befehl</numerusform>
            <numerusform>%n Befehle</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 extends the budget by nothing: it has no such limit, or is at what the worker allows</source>
        <translation>%1 erweitert das Budget um nichts: Es hat keine solche Grenze oder ist bei dem, was der Worker erlaubt</translation>
    </message>
    <message>
        <source>%1 extends the budget by %2</source>
        <translation>%1 erweitert das Budget um %2</translation>
    </message>
    <message>
        <source>Provider asked again (%1) after %2: %3</source>
        <translation>Anbieter noch einmal gefragt (%1) nach %2: %3</translation>
    </message>
    <message>
        <source>%1 %2 starts</source>
        <translation>%1 %2 beginnt</translation>
    </message>
    <message>
        <source>%1 %2 goes on with its session</source>
        <translation>%1 %2 setzt seine Sitzung fort</translation>
    </message>
    <message>
        <source>Checkpoint %1</source>
        <translation>Zwischenstand %1</translation>
    </message>
    <message>
        <source>Network: %1</source>
        <translation>Netz: %1</translation>
    </message>
    <message>
        <source>Paused before %1</source>
        <translation>Angehalten vor %1</translation>
    </message>
    <message>
        <source>Goes on after %1</source>
        <translation>Geht weiter nach %1</translation>
    </message>
    <message>
        <source>Waits for an approval. %1</source>
        <translation>Wartet auf eine Freigabe. %1</translation>
    </message>
    <message>
        <source>Repair %1 of %2 starts</source>
        <translation>Reparatur %1 von %2 beginnt</translation>
    </message>
    <message>
        <source>Commit %1 on %2</source>
        <translation>Commit %1 auf %2</translation>
    </message>
    <message>
        <source>Pushed %1 to %2</source>
        <translation>%1 nach %2 übertragen</translation>
    </message>
    <message>
        <source>The run ended: %1</source>
        <translation>Der Lauf endete: %1</translation>
    </message>
</context>
<context>
    <name>ActivityText</name>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>No output yet.</source>
        <translation>Noch keine Ausgabe.</translation>
    </message>
    <message>
        <source>It printed nothing.</source>
        <translation>Es hat nichts ausgegeben.</translation>
    </message>
    <message>
        <source>Its output is being read …</source>
        <translation>Die Ausgabe wird gelesen …</translation>
    </message>
</context>
<context>
    <name>Cell</name>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 Bytes</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 d</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>vor %1</translation>
    </message>
    <message>
        <source>in %1</source>
        <translation>in %1</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
</context>
<context>
    <name>Connection</name>
    <message>
        <source>Give the address of the worker, such as http://127.0.0.1:8010.</source>
        <translation>Geben Sie die Adresse des Workers an, etwa http://127.0.0.1:8010.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no address of a worker. Give it as http://host:port or https://host:port.</source>
        <translation>„%1“ ist keine Adresse eines Workers. Geben Sie sie als http://host:port oder https://host:port an.</translation>
    </message>
    <message>
        <source>The address must not hold a user or a password; the token has its own field.</source>
        <translation>Die Adresse darf weder Benutzer noch Passwort enthalten; das Token hat ein eigenes Feld.</translation>
    </message>
    <message>
        <source>The address must end before &quot;?&quot; and &quot;#&quot;. Give it as http://host:port.</source>
        <translation>Die Adresse muss vor „?“ und „#“ enden. Geben Sie sie als http://host:port an.</translation>
    </message>
    <message>
        <source>The name is longer than %1 characters. Shorten it.</source>
        <translation>Der Name ist länger als %1 Zeichen. Kürzen Sie ihn.</translation>
    </message>
    <message>
        <source>A fingerprint is 32 pairs of hexadecimal digits with colons between them (SHA-256).</source>
        <translation>Ein Fingerabdruck besteht aus 32 Paaren hexadezimaler Ziffern mit Doppelpunkten dazwischen (SHA-256).</translation>
    </message>
    <message>
        <source>Give the host that ssh goes to: a name or an address, without user and port.</source>
        <translation>Geben Sie den Host an, zu dem ssh geht: Name oder Adresse, ohne Benutzer und Port.</translation>
    </message>
    <message>
        <source>This cannot be the name of a user on the host.</source>
        <translation>So kann kein Benutzer auf dem Host heißen.</translation>
    </message>
    <message>
        <source>A port is a number from 1 to 65535.</source>
        <translation>Ein Port ist eine Zahl von 1 bis 65535.</translation>
    </message>
    <message>
        <source>This cannot be the path of a key.</source>
        <translation>Das kann nicht der Pfad eines Schlüssels sein.</translation>
    </message>
</context>
<context>
    <name>DiffCommand</name>
    <message>
        <source>Usage: mergeloom-desktop diff BEFORE AFTER
       mergeloom-desktop diff PATCH
       mergeloom-desktop diff -
       mergeloom-desktop diff --repo PATH RANGE

Shows the differences between two files or two folders, of a patch (- reads standard
input), or of a range of commits (A..B, A...B, or one commit) in a window.
With git: git difftool -x &quot;mergeloom-desktop diff&quot;, or with --dir-diff for all files at once.
</source>
        <translation>Aufruf: mergeloom-desktop diff VORHER NACHHER
        mergeloom-desktop diff PATCH
        mergeloom-desktop diff -
        mergeloom-desktop diff --repo PFAD BEREICH

Zeigt in einem Fenster die Unterschiede zwischen zwei Dateien oder zwei Ordnern, die eines
Patches (- liest die Standardeingabe) oder die eines Bereichs von Commits (A..B, A...B oder
ein Commit). Mit git: git difftool -x &quot;mergeloom-desktop diff&quot;, oder mit --dir-diff für alle
Dateien auf einmal.
</translation>
    </message>
    <message>
        <source>An argument is empty.</source>
        <translation>Ein Argument ist leer.</translation>
    </message>
    <message>
        <source>--repo needs one range of commits, as in main..topic.</source>
        <translation>--repo braucht einen Bereich von Commits, etwa main..topic.</translation>
    </message>
    <message>
        <source>Nothing to compare was given.</source>
        <translation>Es wurde nichts zum Vergleichen angegeben.</translation>
    </message>
    <message>
        <source>Only two files or folders can be compared.</source>
        <translation>Nur zwei Dateien oder Ordner lassen sich vergleichen.</translation>
    </message>
</context>
<context>
    <name>DiffWords</name>
    <message numerus="yes">
        <source>↓ %n more</source>
        <translation>
            <numerusform>↓ %n weitere</numerusform>
            <numerusform>↓ %n weitere</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>↑ %n more</source>
        <translation>
            <numerusform>↑ %n weitere</numerusform>
            <numerusform>↑ %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
    <message numerus="yes">
        <source>⋯ %n line(s) that the patch does not have</source>
        <translation>
            <numerusform>⋯ %n Zeile, die der Patch nicht hat</numerusform>
            <numerusform>⋯ %n Zeilen, die der Patch nicht hat</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>⋯ %n unchanged line(s)</source>
        <translation>
            <numerusform>⋯ %n unveränderte Zeile</numerusform>
            <numerusform>⋯ %n unveränderte Zeilen</numerusform>
        </translation>
    </message>
    <message>
        <source>“%1” is no commit. Name two, as in main..topic.</source>
        <translation>„%1“ ist kein Commit. Nennen Sie zwei, etwa main..topic.</translation>
    </message>
    <message>
        <source>The repository has no commit “%1”. Check the name, or fetch it first.</source>
        <translation>Das Repository hat keinen Commit „%1“. Prüfen Sie den Namen, oder holen Sie ihn zuerst.</translation>
    </message>
    <message>
        <source>git lists the changes in a way that this program does not know.</source>
        <translation>git listet die Änderungen auf eine Weise, die dieses Programm nicht kennt.</translation>
    </message>
    <message>
        <source>This clone has no object %1. Fetch it first.</source>
        <translation>Dieser Klon hat das Objekt %1 nicht. Holen Sie es zuerst.</translation>
    </message>
    <message>
        <source>git gave an object only in part. Try “git fsck” in the repository.</source>
        <translation>git gab ein Objekt nur teilweise. Versuchen Sie „git fsck“ im Repository.</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 in %2</translation>
    </message>
    <message>
        <source>%1 does not exist. Check the name.</source>
        <translation>%1 gibt es nicht. Prüfen Sie den Namen.</translation>
    </message>
    <message>
        <source>%1 is a folder. Name two files or two folders.</source>
        <translation>%1 ist ein Ordner. Nennen Sie zwei Dateien oder zwei Ordner.</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2. Check its permissions.</source>
        <translation>%1 lässt sich nicht lesen: %2. Prüfen Sie die Rechte.</translation>
    </message>
    <message>
        <source>%1 gives more than %2 MiB. Compare a part of it.</source>
        <translation>%1 ergibt mehr als %2 MiB. Vergleichen Sie einen Teil davon.</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2.</source>
        <translation>%1 lässt sich nicht lesen: %2.</translation>
    </message>
    <message>
        <source>The folder %1 cannot be read. Check its name and permissions.</source>
        <translation>Der Ordner %1 lässt sich nicht lesen. Prüfen Sie Namen und Rechte.</translation>
    </message>
    <message>
        <source>%1 holds more than %2 files. Compare a folder in it.</source>
        <translation>%1 enthält mehr als %2 Dateien. Vergleichen Sie einen Ordner darin.</translation>
    </message>
    <message>
        <source>Loading the diff was cancelled.</source>
        <translation>Das Laden des Vergleichs wurde abgebrochen.</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1 und %2</translation>
    </message>
    <message>
        <source>Standard input</source>
        <translation>Standardeingabe</translation>
    </message>
    <message>
        <source>Standard input cannot be read. Give the patch as a file.</source>
        <translation>Die Standardeingabe lässt sich nicht lesen. Geben Sie den Patch als Datei an.</translation>
    </message>
    <message>
        <source>The patch is larger than %1 MiB. Give a part of it.</source>
        <translation>Der Patch ist größer als %1 MiB. Geben Sie einen Teil davon an.</translation>
    </message>
    <message>
        <source>The patch %1 is larger than %2 MiB. Give a part of it.</source>
        <translation>Der Patch %1 ist größer als %2 MiB. Geben Sie einen Teil davon an.</translation>
    </message>
    <message>
        <source>added</source>
        <translation>hinzugefügt</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>gelöscht</translation>
    </message>
    <message>
        <source>renamed</source>
        <translation>umbenannt</translation>
    </message>
    <message>
        <source>copied</source>
        <translation>kopiert</translation>
    </message>
    <message>
        <source>modified</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>binary</source>
        <translation>binär</translation>
    </message>
    <message>
        <source>The git program cannot be started: %1. Install git.</source>
        <translation>Das Programm git lässt sich nicht starten: %1. Installieren Sie git.</translation>
    </message>
    <message>
        <source>What changed is too large to be shown. Choose a smaller range.</source>
        <translation>Was sich geändert hat, ist zu groß zum Zeigen. Wählen Sie einen kleineren Bereich.</translation>
    </message>
    <message>
        <source>git cannot read %1: %2</source>
        <translation>git kann %1 nicht lesen: %2</translation>
    </message>
    <message>
        <source>The SVG is too large for a picture.</source>
        <translation>Das SVG ist zu groß für ein Bild.</translation>
    </message>
    <message>
        <source>The SVG holds &lt;%1&gt;, which is not drawn here. Its text is below.</source>
        <translation>Das SVG enthält &lt;%1&gt;, was hier nicht gezeichnet wird. Sein Text steht darunter.</translation>
    </message>
    <message>
        <source>The SVG is too complex for a picture.</source>
        <translation>Das SVG ist zu verwickelt für ein Bild.</translation>
    </message>
    <message>
        <source>The SVG refers to something outside of itself, so it is not drawn. Its text is below.</source>
        <translation>Das SVG verweist auf etwas außerhalb seiner selbst und wird deshalb nicht gezeichnet. Sein Text steht darunter.</translation>
    </message>
    <message>
        <source>The SVG is broken: %1</source>
        <translation>Das SVG ist kaputt: %1</translation>
    </message>
    <message>
        <source>The SVG cannot be drawn.</source>
        <translation>Das SVG lässt sich nicht zeichnen.</translation>
    </message>
    <message>
        <source>The file is empty.</source>
        <translation>Die Datei ist leer.</translation>
    </message>
    <message>
        <source>The picture is larger than %1 MiB and not shown.</source>
        <translation>Das Bild ist größer als %1 MiB und wird nicht gezeigt.</translation>
    </message>
    <message>
        <source>The file is no picture of the kind that its name says.</source>
        <translation>Die Datei ist kein Bild der Art, die ihr Name nennt.</translation>
    </message>
    <message>
        <source>The picture has %1 × %2 pixels, too many to be shown.</source>
        <translation>Das Bild hat %1 × %2 Pixel, zu viele zum Zeigen.</translation>
    </message>
    <message>
        <source>The picture cannot be decoded: %1</source>
        <translation>Das Bild lässt sich nicht lesen: %1</translation>
    </message>
</context>
<context>
    <name>Field</name>
    <message>
        <source>Id</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>Branch</source>
        <translation>Branch</translation>
    </message>
    <message>
        <source>Repository</source>
        <translation>Repository</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Requester</source>
        <translation>Auftraggeber</translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation>Ticket</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>Updated</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Checked</source>
        <translation>Geprüft</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>Zuletzt gesehen</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
</context>
<context>
    <name>PageRegistry</name>
    <message>
        <source>Dashboard</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>Tickets</source>
        <translation>Tickets</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>Audit</translation>
    </message>
    <message>
        <source>Repositories</source>
        <translation>Repositorys</translation>
    </message>
    <message>
        <source>Providers</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>Befinden</translation>
    </message>
    <message>
        <source>Audit of a run</source>
        <translation>Audit eines Laufs</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message>
        <source>Leave it</source>
        <translation>So lassen</translation>
    </message>
</context>
<context>
    <name>RepositoryDraft</name>
    <message>
        <source>“%1” is no whole number.</source>
        <translation>„%1“ ist keine ganze Zahl.</translation>
    </message>
    <message>
        <source>Write a whole number.</source>
        <translation>Schreiben Sie eine ganze Zahl.</translation>
    </message>
    <message>
        <source>A repository needs an address to be cloned from.</source>
        <translation>Ein Repository braucht eine Adresse, von der es geklont wird.</translation>
    </message>
    <message>
        <source>A repository needs an alias.</source>
        <translation>Ein Repository braucht ein Kürzel.</translation>
    </message>
</context>
<context>
    <name>RepositoryFields</name>
    <message>
        <source>Clone address</source>
        <translation>Klonadresse</translation>
    </message>
    <message>
        <source>HTTPS, SSH, or a path on the machine of the worker.</source>
        <translation>HTTPS, SSH oder ein Pfad auf dem Rechner des Workers.</translation>
    </message>
    <message>
        <source>Alias</source>
        <translation>Kürzel</translation>
    </message>
    <message>
        <source>What tickets and pages call it: small letters, digits, . _ -</source>
        <translation>Wie Tickets und Seiten es nennen: Kleinbuchstaben, Ziffern, . _ -</translation>
    </message>
    <message>
        <source>Branch to start from (optional)</source>
        <translation>Branch, von dem ausgegangen wird (optional)</translation>
    </message>
    <message>
        <source>as the remote says</source>
        <translation>wie es die Gegenstelle sagt</translation>
    </message>
    <message>
        <source>Enabled</source>
        <translation>Eingeschaltet</translation>
    </message>
    <message>
        <source>Tickets may be queued for it.</source>
        <translation>Tickets dürfen dafür eingereiht werden.</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>Anmeldung</translation>
    </message>
    <message>
        <source>User name (optional)</source>
        <translation>Benutzername (optional)</translation>
    </message>
    <message>
        <source>Many hosts take any name with a token.</source>
        <translation>Viele Hosts nehmen mit einem Token jeden Namen.</translation>
    </message>
    <message>
        <source>Password or token (optional)</source>
        <translation>Passwort oder Token (optional)</translation>
    </message>
    <message>
        <source>Sealed on the worker, and never shown again.</source>
        <translation>Wird auf dem Worker versiegelt und nie wieder gezeigt.</translation>
    </message>
    <message>
        <source>Private key (optional)</source>
        <translation>Privater Schlüssel (optional)</translation>
    </message>
    <message>
        <source>Known hosts (optional)</source>
        <translation>Bekannte Hosts (optional)</translation>
    </message>
    <message>
        <source>Empty: the first key that is seen is trusted.</source>
        <translation>Leer: dem ersten gesehenen Schlüssel wird vertraut.</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Validation (optional)</source>
        <translation>Prüfung (optional)</translation>
    </message>
    <message>
        <source>One a line. A change counts as validated when each ends with exit code 0. Without any, results say “not validated”.</source>
        <translation>Einer je Zeile. Eine Änderung gilt als geprüft, wenn jeder mit Exit-Code 0 endet. Ohne Befehle heißt es „nicht geprüft“.</translation>
    </message>
    <message>
        <source>When validation is red</source>
        <translation>Wenn die Prüfung rot ist</translation>
    </message>
    <message>
        <source>Required: nothing is pushed</source>
        <translation>Pflicht: es wird nichts übertragen</translation>
    </message>
    <message>
        <source>Advisory: it is recorded, and the run goes on</source>
        <translation>Hinweis: es wird verzeichnet, und der Lauf geht weiter</translation>
    </message>
    <message>
        <source>Off: it does not run</source>
        <translation>Aus: sie läuft nicht</translation>
    </message>
    <message>
        <source>When the default branch moved meanwhile</source>
        <translation>Wenn sich der Standard-Branch inzwischen bewegt hat</translation>
    </message>
    <message>
        <source>Merge with it and validate again before the push; conflicts go to the agent once.</source>
        <translation>Vor der Übertragung damit zusammenführen und noch einmal prüfen; Konflikte gehen einmal an den Agenten.</translation>
    </message>
    <message>
        <source>Setup (optional)</source>
        <translation>Einrichtung (optional)</translation>
    </message>
    <message>
        <source>One a line; run once before the work begins.</source>
        <translation>Einer je Zeile; läuft einmal, bevor die Arbeit beginnt.</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>An open network is that of the worker&apos;s machine: commands reach services that listen there, and the local network.</source>
        <translation>Ein offenes Netz ist das des Worker-Rechners: Befehle erreichen Dienste, die dort lauschen, und das lokale Netz.</translation>
    </message>
    <message>
        <source>no network</source>
        <translation>kein Netz</translation>
    </message>
    <message>
        <source>the listed hosts</source>
        <translation>die genannten Hosts</translation>
    </message>
    <message>
        <source>an open network</source>
        <translation>ein offenes Netz</translation>
    </message>
    <message>
        <source>Setup commands reach</source>
        <translation>Einrichtungsbefehle erreichen</translation>
    </message>
    <message>
        <source>Validation commands reach</source>
        <translation>Prüfbefehle erreichen</translation>
    </message>
    <message>
        <source>Commands of the agent reach</source>
        <translation>Befehle des Agenten erreichen</translation>
    </message>
    <message>
        <source>No network</source>
        <translation>Kein Netz</translation>
    </message>
    <message>
        <source>The hosts listed below</source>
        <translation>Die unten genannten Hosts</translation>
    </message>
    <message>
        <source>Everything: an open network</source>
        <translation>Alles: ein offenes Netz</translation>
    </message>
    <message>
        <source>The worker allows %1 at most (%2); more is not given.</source>
        <translation>Der Worker erlaubt höchstens %1 (%2); mehr gibt es nicht.</translation>
    </message>
    <message>
        <source>One a line: host, host:port, *.host, an address. Without a port 443 and 80. What is refused is told in the run.</source>
        <translation>Einer je Zeile: Host, Host:Port, *.Host, eine Adresse. Ohne Port 443 und 80. Was abgelehnt wird, steht im Lauf.</translation>
    </message>
    <message>
        <source>The worker allows no host (JCA_WORKER_NETWORK_HOSTS).</source>
        <translation>Der Worker erlaubt keinen Host (JCA_WORKER_NETWORK_HOSTS).</translation>
    </message>
    <message>
        <source>The worker allows %1 (JCA_WORKER_NETWORK_HOSTS).</source>
        <translation>Der Worker erlaubt %1 (JCA_WORKER_NETWORK_HOSTS).</translation>
    </message>
    <message>
        <source>Hosts (optional)</source>
        <translation>Hosts (optional)</translation>
    </message>
    <message>
        <source>The default one</source>
        <translation>Der übliche</translation>
    </message>
    <message>
        <source>Brief, provider and repairs</source>
        <translation>Auftrag, Anbieter und Reparaturen</translation>
    </message>
    <message>
        <source>Files that are always in the brief (optional)</source>
        <translation>Dateien, die immer im Auftrag stehen (optional)</translation>
    </message>
    <message>
        <source>Guidance files (MERGELOOM.md, AGENTS.md, CLAUDE.md, CODEX.md) are there by themselves.</source>
        <translation>Anleitungen (MERGELOOM.md, AGENTS.md, CLAUDE.md, CODEX.md) sind von selbst dabei.</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Model (optional)</source>
        <translation>Modell (optional)</translation>
    </message>
    <message>
        <source>as the provider is set</source>
        <translation>wie der Anbieter eingestellt ist</translation>
    </message>
    <message>
        <source>Repairs at most (optional)</source>
        <translation>Höchstens so viele Reparaturen (optional)</translation>
    </message>
    <message>
        <source>as the worker is set</source>
        <translation>wie der Worker eingestellt ist</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>Freigabe</translation>
    </message>
    <message>
        <source>Before publishing</source>
        <translation>Vor dem Veröffentlichen</translation>
    </message>
    <message>
        <source>Nothing is pushed before a person has approved it.</source>
        <translation>Nichts wird übertragen, bevor ein Mensch es freigegeben hat.</translation>
    </message>
    <message>
        <source>When the diff guard flags the change</source>
        <translation>Wenn der Diff-Wächter die Änderung beanstandet</translation>
    </message>
    <message>
        <source>A change without flags goes on by itself.</source>
        <translation>Eine Änderung ohne Beanstandung geht von selbst weiter.</translation>
    </message>
    <message>
        <source>Minutes to wait</source>
        <translation>Minuten, die gewartet wird</translation>
    </message>
    <message>
        <source>Then the run ends blocked. The executor waits with it and takes no other job.</source>
        <translation>Dann endet der Lauf blockiert. Der Executor wartet mit und nimmt keinen anderen Auftrag an.</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>Budgets</translation>
    </message>
    <message>
        <source>What one run may use, and all of them in one day. People can extend each budget of a run while it goes on, up to what the worker allows.</source>
        <translation>Was ein Lauf verbrauchen darf und alle an einem Tag. Menschen können jedes Budget eines Laufs erweitern, solange er läuft, bis zu dem, was der Worker erlaubt.</translation>
    </message>
    <message>
        <source>%1 of one run (optional)</source>
        <translation>%1 eines Laufs (optional)</translation>
    </message>
    <message>
        <source>as the worker allows</source>
        <translation>wie der Worker erlaubt</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>keine Grenze</translation>
    </message>
    <message>
        <source>%1 of one day (optional)</source>
        <translation>%1 eines Tages (optional)</translation>
    </message>
    <message>
        <source>Of all runs that begin in one day. When it is used up, tickets wait in the queue until 00:00 UTC.</source>
        <translation>Aller Läufe, die an einem Tag beginnen. Ist es verbraucht, warten Tickets in der Schlange bis 00:00 UTC.</translation>
    </message>
    <message>
        <source>Diff guard</source>
        <translation>Diff-Wächter</translation>
    </message>
    <message>
        <source>It looks at each change before it is pushed. What is flagged goes on and is shown with the result; what is blocked is not pushed.</source>
        <translation>Er sieht jede Änderung an, bevor sie übertragen wird. Was er beanstandet, geht weiter und steht beim Ergebnis; was er sperrt, wird nicht übertragen.</translation>
    </message>
    <message>
        <source>Changed files at most</source>
        <translation>Höchstens so viele geänderte Dateien</translation>
    </message>
    <message>
        <source>Changed lines at most</source>
        <translation>Höchstens so viele geänderte Zeilen</translation>
    </message>
    <message>
        <source>Added and removed together.</source>
        <translation>Hinzugefügte und entfernte zusammen.</translation>
    </message>
    <message>
        <source>Size of a changed file at most</source>
        <translation>Größe einer geänderten Datei höchstens</translation>
    </message>
    <message>
        <source>In bytes.</source>
        <translation>In Byte.</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Flag</source>
        <translation>Beanstanden</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>%1 (as usual)</source>
        <translation>%1 (wie üblich)</translation>
    </message>
    <message>
        <source>The worker allows all public hosts (JCA_WORKER_NETWORK_HOSTS).</source>
        <translation>Der Worker erlaubt alle öffentlichen Hosts (JCA_WORKER_NETWORK_HOSTS).</translation>
    </message>
</context>
<context>
    <name>RunColumns</name>
    <message>
        <source>Outcome</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation>Ticket</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>Branch</source>
        <translation>Branch</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>not pushed</source>
        <translation>nicht übertragen</translation>
    </message>
</context>
<context>
    <name>RunFindings</name>
    <message>
        <source>green after repair %1</source>
        <translation>grün nach Reparatur %1</translation>
    </message>
    <message>
        <source>green after it ran again</source>
        <translation>grün nach erneutem Lauf</translation>
    </message>
    <message>
        <source>still red; it was only advisory</source>
        <translation>noch rot; es war nur ein Rat</translation>
    </message>
    <message>
        <source>red to the end; nothing was pushed</source>
        <translation>rot bis zum Ende; nichts wurde übertragen</translation>
    </message>
    <message>
        <source>red %1 times, then %2</source>
        <translation>%1-mal rot, dann %2</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>let through, and told with the result</source>
        <translation>durchgelassen und im Ergebnis genannt</translation>
    </message>
    <message>
        <source>flagged; nothing was pushed</source>
        <translation>auffällig; nichts wurde übertragen</translation>
    </message>
    <message>
        <source>let through by %1</source>
        <translation>durchgelassen von %1</translation>
    </message>
    <message>
        <source>a person</source>
        <translation>ein Mensch</translation>
    </message>
    <message>
        <source>rejected by a person; nothing was pushed</source>
        <translation>von einem Menschen abgelehnt; nichts wurde übertragen</translation>
    </message>
    <message>
        <source>Diff guard</source>
        <translation>Diff-Wächter</translation>
    </message>
    <message>
        <source>blocked; nothing was pushed</source>
        <translation>blockiert; nichts wurde übertragen</translation>
    </message>
    <message>
        <source>Merge with the base</source>
        <translation>Zusammenführung mit der Basis</translation>
    </message>
    <message>
        <source>in conflict with the default branch</source>
        <translation>im Konflikt mit dem Standard-Branch</translation>
    </message>
    <message>
        <source>settled by the agent, and validated again</source>
        <translation>vom Agenten gelöst und erneut geprüft</translation>
    </message>
    <message>
        <source>not settled; nothing was pushed</source>
        <translation>nicht gelöst; nichts wurde übertragen</translation>
    </message>
</context>
<context>
    <name>RunLimits</name>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>Tokens to add</source>
        <translation>Tokens dazu</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>Geld</translation>
    </message>
    <message>
        <source>Dollars to add</source>
        <translation>Dollar dazu</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Minutes to add</source>
        <translation>Minuten dazu</translation>
    </message>
    <message>
        <source>Turns</source>
        <translation>Züge</translation>
    </message>
    <message>
        <source>Turns of each attempt to add</source>
        <translation>Züge jedes Versuchs dazu</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Commands to add</source>
        <translation>Befehle dazu</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Megabytes of output to add</source>
        <translation>Megabyte Ausgabe dazu</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Speicherplatz</translation>
    </message>
    <message>
        <source>Megabytes of disk to add</source>
        <translation>Megabyte Speicherplatz dazu</translation>
    </message>
    <message>
        <source>“%1” is no limit: write a number such as 20 or 2.5, or nothing to add none.</source>
        <translation>„%1“ ist keine Grenze: Schreiben Sie eine Zahl wie 20 oder 2.5, oder nichts, um nichts hinzuzufügen.</translation>
    </message>
    <message>
        <source>%1 %2 of %3</source>
        <translation>%1 %2 von %3</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Dollars</source>
        <translation>Dollar</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>Minuten</translation>
    </message>
    <message>
        <source>Turns of each attempt</source>
        <translation>Runden je Versuch</translation>
    </message>
    <message>
        <source>Megabytes of output</source>
        <translation>Megabyte Ausgabe</translation>
    </message>
    <message>
        <source>Megabytes of disk</source>
        <translation>Megabyte Platz</translation>
    </message>
</context>
<context>
    <name>SentCommands</name>
    <message>
        <source>%1 “%2”</source>
        <translation>%1 „%2“</translation>
    </message>
    <message>
        <source>%1: sent %2, the agent reads it at its next turn</source>
        <translation>%1: gesendet %2, der Agent liest es bei seinem nächsten Zug</translation>
    </message>
    <message>
        <source>%1: sent %2, the run has not taken it yet</source>
        <translation>%1: gesendet %2, der Lauf hat es noch nicht genommen</translation>
    </message>
    <message>
        <source>%1: taken after %2</source>
        <translation>%1: genommen nach %2</translation>
    </message>
    <message>
        <source>%1: taken at once</source>
        <translation>%1: sofort genommen</translation>
    </message>
    <message>
        <source>%1: too late, the run had ended</source>
        <translation>%1: zu spät, der Lauf war zu Ende</translation>
    </message>
    <message>
        <source>%1: the run left it. %2</source>
        <translation>%1: blieb ohne Wirkung. %2</translation>
    </message>
</context>
<context>
    <name>State</name>
    <message>
        <source>offline</source>
        <translation>nicht erreichbar</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>verbindet</translation>
    </message>
    <message>
        <source>online</source>
        <translation>verbunden</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>abgewiesen</translation>
    </message>
    <message>
        <source>other version</source>
        <translation>andere Version</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>beginnt</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>frei</translation>
    </message>
    <message>
        <source>away</source>
        <translation>fort</translation>
    </message>
    <message>
        <source>completed</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>bestanden</translation>
    </message>
    <message>
        <source>approved</source>
        <translation>freigegeben</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>ok</source>
        <translation>in Ordnung</translation>
    </message>
    <message>
        <source>allowed</source>
        <translation>erlaubt</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>blockiert</translation>
    </message>
    <message>
        <source>flagged</source>
        <translation>auffällig</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>publish failed</source>
        <translation>Veröffentlichen fehlgeschlagen</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>failing</source>
        <translation>gestört</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>ausgelassen</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Workspace</source>
        <translation>Arbeitsbereich</translation>
    </message>
    <message>
        <source>Setup</source>
        <translation>Einrichtung</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Kontext</translation>
    </message>
    <message>
        <source>Clarity</source>
        <translation>Klarheit</translation>
    </message>
    <message>
        <source>Investigation</source>
        <translation>Untersuchung</translation>
    </message>
    <message>
        <source>Implementation</source>
        <translation>Umsetzung</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>Reparatur</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Durchsicht</translation>
    </message>
    <message>
        <source>Review fix</source>
        <translation>Nachbesserung</translation>
    </message>
    <message>
        <source>Base</source>
        <translation>Basis</translation>
    </message>
    <message>
        <source>Merge with the base</source>
        <translation>Zusammenführung mit der Basis</translation>
    </message>
    <message>
        <source>Diff guard</source>
        <translation>Diff-Wächter</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>Freigabe</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>Veröffentlichung</translation>
    </message>
    <message>
        <source>%1 after repair %2</source>
        <translation>%1 nach Reparatur %2</translation>
    </message>
    <message>
        <source>Repair %1</source>
        <translation>Reparatur %1</translation>
    </message>
    <message>
        <source>The ticket was not clear enough to start.</source>
        <translation>Das Ticket war nicht klar genug für den Beginn.</translation>
    </message>
    <message>
        <source>A directive in the ticket could not be followed.</source>
        <translation>Eine Anweisung im Ticket ließ sich nicht befolgen.</translation>
    </message>
    <message>
        <source>The provider was not ready.</source>
        <translation>Der Anbieter war nicht bereit.</translation>
    </message>
    <message>
        <source>The repository could not be checked out.</source>
        <translation>Das Repository ließ sich nicht auschecken.</translation>
    </message>
    <message>
        <source>The brief could not be put together.</source>
        <translation>Der Auftrag ließ sich nicht zusammenstellen.</translation>
    </message>
    <message>
        <source>The provider failed.</source>
        <translation>Der Anbieter versagte.</translation>
    </message>
    <message>
        <source>The model repeated itself without getting further.</source>
        <translation>Das Modell wiederholte sich, ohne weiterzukommen.</translation>
    </message>
    <message>
        <source>The budget of the run was used up.</source>
        <translation>Das Budget des Laufs war aufgebraucht.</translation>
    </message>
    <message>
        <source>A command is not on the allow-list.</source>
        <translation>Ein Befehl steht nicht auf der Liste der erlaubten.</translation>
    </message>
    <message>
        <source>A setup command failed.</source>
        <translation>Ein Einrichtungsbefehl schlug fehl.</translation>
    </message>
    <message>
        <source>Validation did not become green.</source>
        <translation>Die Prüfung wurde nicht grün.</translation>
    </message>
    <message>
        <source>The review rejected the change.</source>
        <translation>Die Durchsicht lehnte die Änderung ab.</translation>
    </message>
    <message>
        <source>The diff guard blocked the change.</source>
        <translation>Der Diff-Wächter blockierte die Änderung.</translation>
    </message>
    <message>
        <source>The approval of a person is missing.</source>
        <translation>Die Freigabe eines Menschen fehlt.</translation>
    </message>
    <message>
        <source>The model changed nothing.</source>
        <translation>Das Modell hat nichts geändert.</translation>
    </message>
    <message>
        <source>The branch could not be pushed; the commit is kept.</source>
        <translation>Der Branch ließ sich nicht übertragen; der Commit bleibt.</translation>
    </message>
    <message>
        <source>Another executor took the job over.</source>
        <translation>Ein anderer Ausführer hat den Auftrag übernommen.</translation>
    </message>
    <message>
        <source>The run took longer than it may.</source>
        <translation>Der Lauf dauerte länger als erlaubt.</translation>
    </message>
    <message>
        <source>It was cancelled.</source>
        <translation>Er wurde abgebrochen.</translation>
    </message>
    <message>
        <source>This machine offers no sandbox.</source>
        <translation>Dieser Rechner bietet keine Sandbox.</translation>
    </message>
    <message>
        <source>The replay did not come to the same tree.</source>
        <translation>Die Wiederholung kam nicht zum selben Baum.</translation>
    </message>
    <message>
        <source>The worker made a mistake of its own.</source>
        <translation>Der Worker machte selbst einen Fehler.</translation>
    </message>
    <message>
        <source>waits for approval</source>
        <translation>wartet auf Freigabe</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>beginnt</translation>
    </message>
    <message>
        <source>%1 k</source>
        <translation>%1 k</translation>
    </message>
    <message>
        <source>%1 M</source>
        <translation>%1 M</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>removed on %1 by the policy “%2”</source>
        <translation>am %1 durch die Regel „%2“ entfernt</translation>
    </message>
</context>
<context>
    <name>WorkerVersion</name>
    <message>
        <source>This worker is of version %1, older than this app (%2). Its pages can be read; it may refuse actions that it does not know. Update the worker.</source>
        <translation>Dieser Worker ist von Version %1, älter als diese App (%2). Seine Seiten lassen sich lesen; Befehle, die er nicht kennt, kann er abweisen. Erneuern Sie den Worker.</translation>
    </message>
    <message>
        <source>This worker is of version %1, too old for this app (%2). Update the worker, or use an app of its version.</source>
        <translation>Dieser Worker ist von Version %1, zu alt für diese App (%2). Erneuern Sie den Worker, oder nehmen Sie eine App seiner Version.</translation>
    </message>
    <message>
        <source>This worker is of version %1, newer than this app (%2). Update the app.</source>
        <translation>Dieser Worker ist von Version %1, neuer als diese App (%2). Erneuern Sie die App.</translation>
    </message>
    <message>
        <source>This worker does not say a version that this app (%1) understands. Check that the address is that of a MergeLoom worker.</source>
        <translation>Dieser Worker nennt keine Version, die diese App (%1) versteht. Prüfen Sie, ob die Adresse die eines MergeLoom-Workers ist.</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Shows and steers MergeLoom workers. &quot;mergeloom-desktop diff --help&quot; tells how to look at differences.</source>
        <translation>Zeigt und steuert MergeLoom-Worker. „mergeloom-desktop diff --help“ sagt, wie man Unterschiede ansieht.</translation>
    </message>
    <message>
        <source>Keep connections and places in this file.</source>
        <translation>Verbindungen und Stellen in dieser Datei behalten.</translation>
    </message>
    <message>
        <source>Print how long the first window took, and end.</source>
        <translation>Ausgeben, wie lange das erste Fenster brauchte, und enden.</translation>
    </message>
</context>
<context>
    <name>mergeloom::ActivityView</name>
    <message>
        <source>What the stage did</source>
        <translation>Was die Stufe tat</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
</context>
<context>
    <name>mergeloom::AuditLogPanel</name>
    <message>
        <source>Events verified</source>
        <translation>Ereignisse geprüft</translation>
    </message>
    <message>
        <source>Verify now</source>
        <translation>Jetzt prüfen</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>The worker went away before the log was verified. Verify again when it is back.</source>
        <translation>Der Worker war fort, bevor das Protokoll geprüft war. Prüfen Sie noch einmal, wenn er zurück ist.</translation>
    </message>
    <message>
        <source>Events are not signed.</source>
        <translation>Ereignisse sind nicht unterschrieben.</translation>
    </message>
    <message>
        <source>%1 events, signed up to %2; not verified yet since the worker started.</source>
        <translation>%1 Ereignisse, unterschrieben bis %2; noch nicht geprüft, seit der Worker läuft.</translation>
    </message>
    <message numerus="yes">
        <source>The log does not fit: %n fault(s).</source>
        <translation>
            <numerusform>Das Protokoll stimmt nicht: %n Fehler.</numerusform>
            <numerusform>Das Protokoll stimmt nicht: %n Fehler.</numerusform>
        </translation>
    </message>
    <message>
        <source>, %1</source>
        <translation>, %1</translation>
    </message>
    <message>
        <source>Verified up to event %1 of %2</source>
        <translation>Geprüft bis Ereignis %1 von %2</translation>
    </message>
    <message>
        <source>It is being verified.</source>
        <translation>Es wird geprüft.</translation>
    </message>
    <message>
        <source>The worker cannot be reached now.</source>
        <translation>Der Worker ist jetzt nicht erreichbar.</translation>
    </message>
    <message>
        <source>Your token only looks (viewer). An operator of this worker may verify the log.</source>
        <translation>Ihr Token darf nur ansehen (viewer). Ein Operator dieses Workers darf das Protokoll prüfen.</translation>
    </message>
    <message>
        <source>Log: %1</source>
        <translation>Protokoll: %1</translation>
    </message>
    <message>
        <source>Public key: %1</source>
        <translation>Öffentlicher Schlüssel: %1</translation>
    </message>
    <message>
        <source>Events: %1</source>
        <translation>Ereignisse: %1</translation>
    </message>
    <message>
        <source>Signed: up to event %1, %2</source>
        <translation>Unterschrieben: bis Ereignis %1, %2</translation>
    </message>
    <message>
        <source>Signed: not yet</source>
        <translation>Unterschrieben: noch nicht</translation>
    </message>
    <message>
        <source>Verified: %1 events read and hashed, %2 checkpoints compared, %3 of them held outside of the database</source>
        <translation>Geprüft: %1 Ereignisse gelesen und gehasht, %2 Zwischenstände verglichen, %3 davon außerhalb der Datenbank</translation>
    </message>
    <message>
        <source>Held by %1: up to event %2</source>
        <translation>Gehalten von %1: bis Ereignis %2</translation>
    </message>
    <message>
        <source>Held by %1: it did not take the last one: %2</source>
        <translation>Gehalten von %1: den letzten nahm es nicht: %2</translation>
    </message>
    <message>
        <source>Held by nobody else: set JCA_WORKER_AUDIT_CHECKPOINT_URL, or give the newest checkpoint to somebody</source>
        <translation>Von niemand anderem gehalten: Setzen Sie JCA_WORKER_AUDIT_CHECKPOINT_URL, oder geben Sie jemandem den neuesten Zwischenstand</translation>
    </message>
    <message>
        <source>reading …</source>
        <translation>wird gelesen …</translation>
    </message>
    <message>
        <source>%1 of %2 events</source>
        <translation>%1 von %2 Ereignissen</translation>
    </message>
    <message numerus="yes">
        <source>The log does not fit: %n fault(s). See the details.</source>
        <translation>
            <numerusform>Das Protokoll stimmt nicht: %n Fehler. Siehe Einzelheiten.</numerusform>
            <numerusform>Das Protokoll stimmt nicht: %n Fehler. Siehe Einzelheiten.</numerusform>
        </translation>
    </message>
    <message>
        <source>All of it fits: %1 events read and hashed.</source>
        <translation>Alles stimmt: %1 Ereignisse gelesen und gehasht.</translation>
    </message>
</context>
<context>
    <name>mergeloom::AuditPage</name>
    <message>
        <source>Ticket Audit</source>
        <translation>Ticket-Audit</translation>
    </message>
    <message>
        <source>What every run did, what it cost, and why it ended as it did.</source>
        <translation>Was jeder Lauf tat, was er kostete und warum er so endete.</translation>
    </message>
</context>
<context>
    <name>mergeloom::AuditRunPage</name>
    <message>
        <source>Ticket Audit</source>
        <translation>Ticket-Audit</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>Stufen</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>Zusammenfassung</translation>
    </message>
    <message>
        <source>Tool calls</source>
        <translation>Werkzeugaufrufe</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Export JSON</source>
        <translation>JSON exportieren</translation>
    </message>
    <message>
        <source>Proof bundle</source>
        <translation>Beweisbündel</translation>
    </message>
    <message>
        <source>One page that shows this run and proves its events without a network</source>
        <translation>Eine Seite, die diesen Lauf zeigt und seine Ereignisse ohne Netz beweist</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>It can be done again when it has ended.</source>
        <translation>Er lässt sich wiederholen, wenn er zu Ende ist.</translation>
    </message>
    <message>
        <source>The worker cannot be reached now.</source>
        <translation>Der Worker ist jetzt nicht erreichbar.</translation>
    </message>
    <message>
        <source>Audit of %1: %2</source>
        <translation>Audit von %1: %2</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>Speichern als</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2. Choose another place.</source>
        <translation>%1 lässt sich nicht schreiben: %2. Wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>Saving %1 …</source>
        <translation>%1 wird gespeichert …</translation>
    </message>
    <message>
        <source>Saving %1: %2 so far …</source>
        <translation>%1 wird gespeichert: bisher %2 …</translation>
    </message>
    <message>
        <source>%1 is saved, %2.</source>
        <translation>%1 ist gespeichert, %2.</translation>
    </message>
    <message>
        <source>Parts of the record</source>
        <translation>Teile der Aufzeichnung</translation>
    </message>
    <message>
        <source>The model called no tool</source>
        <translation>Das Modell rief kein Werkzeug auf</translation>
    </message>
    <message>
        <source>Its answers are under Stages and Model calls.</source>
        <translation>Seine Antworten stehen unter Stufen und Modellaufrufe.</translation>
    </message>
    <message>
        <source>No command ran</source>
        <translation>Kein Befehl lief</translation>
    </message>
    <message>
        <source>Setup and validation come from the repository.</source>
        <translation>Einrichtung und Prüfung kommen vom Repository.</translation>
    </message>
    <message>
        <source>Text of the ticket</source>
        <translation>Text des Tickets</translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation>Ticket</translation>
    </message>
    <message>
        <source>The ticket in its tracker</source>
        <translation>Das Ticket in seinem Tracker</translation>
    </message>
    <message>
        <source>Repository</source>
        <translation>Repository</translation>
    </message>
    <message>
        <source>The repository at its code host</source>
        <translation>Das Repository bei seinem Code-Host</translation>
    </message>
    <message>
        <source>What this run did was %1; that it was stays on record.</source>
        <translation>Was dieser Lauf tat, wurde %1; dass es ihn gab, bleibt verzeichnet.</translation>
    </message>
    <message>
        <source>Model calls</source>
        <translation>Modellaufrufe</translation>
    </message>
    <message>
        <source>Brief</source>
        <translation>Auftrag</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>The ticket has a title and no text.</source>
        <translation>Das Ticket hat einen Titel und keinen Text.</translation>
    </message>
    <message>
        <source>Next stage</source>
        <translation>Nächste Stufe</translation>
    </message>
    <message>
        <source>Stage before</source>
        <translation>Stufe davor</translation>
    </message>
</context>
<context>
    <name>mergeloom::AuditSummary</name>
    <message>
        <source>How far the run is proven</source>
        <translation>Wie weit der Lauf bewiesen ist</translation>
    </message>
    <message>
        <source>The run that was done again</source>
        <translation>Der Lauf, der wiederholt wurde</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>Befunde</translation>
    </message>
    <message>
        <source>Found by</source>
        <translation>Gefunden von</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation>Was daraus wurde</translation>
    </message>
    <message>
        <source>Nothing was found wrong.</source>
        <translation>Es wurde nichts beanstandet.</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>Stufen</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>What came of it</source>
        <translation>Was dabei herauskam</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>No stage began.</source>
        <translation>Keine Stufe begann.</translation>
    </message>
    <message>
        <source>What the model said</source>
        <translation>Was das Modell sagte</translation>
    </message>
    <message>
        <source>What was recorded</source>
        <translation>Was aufgezeichnet wurde</translation>
    </message>
    <message>
        <source>No model was asked.</source>
        <translation>Kein Modell wurde gefragt.</translation>
    </message>
    <message>
        <source>It gave no closing statement.</source>
        <translation>Es gab keine Schlussaussage.</translation>
    </message>
    <message>
        <source>After repair %1 it said: %2</source>
        <translation>Nach Reparatur %1 sagte es: %2</translation>
    </message>
    <message>
        <source>Of its first attempt it said: %1</source>
        <translation>Von seinem ersten Versuch sagte es: %1</translation>
    </message>
    <message>
        <source>Recorded: %1 red</source>
        <translation>Aufgezeichnet: %1 rot</translation>
    </message>
    <message>
        <source>%1 exit %2</source>
        <translation>%1 Exit %2</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>On tree</source>
        <translation>Auf Baum</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s), %1</source>
        <translation>
            <numerusform>%n Datei, %1</numerusform>
            <numerusform>%n Dateien, %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Diff guard</source>
        <translation>Diff-Wächter</translation>
    </message>
    <message>
        <source>did not run</source>
        <translation>lief nicht</translation>
    </message>
    <message>
        <source>Branch</source>
        <translation>Branch</translation>
    </message>
    <message>
        <source>%1 pushed</source>
        <translation>%1 übertragen</translation>
    </message>
    <message>
        <source>not pushed</source>
        <translation>nicht übertragen</translation>
    </message>
    <message>
        <source>Base</source>
        <translation>Basis</translation>
    </message>
    <message>
        <source>moved; merged with its newest state</source>
        <translation>hat sich bewegt; mit dem neuesten Stand zusammengeführt</translation>
    </message>
    <message>
        <source>moved while the run worked</source>
        <translation>hat sich während des Laufs bewegt</translation>
    </message>
    <message>
        <source>Repairs</source>
        <translation>Reparaturen</translation>
    </message>
    <message>
        <source>Sandbox</source>
        <translation>Sandbox</translation>
    </message>
    <message>
        <source>not recorded</source>
        <translation>nicht aufgezeichnet</translation>
    </message>
    <message>
        <source>Model access</source>
        <translation>Zugang zum Modell</translation>
    </message>
    <message>
        <source>the program&apos;s own sign-in; it may reach %1</source>
        <translation>die eigene Anmeldung des Programms; es darf %1 erreichen</translation>
    </message>
    <message>
        <source>every host, for there was no sandbox</source>
        <translation>jeden Host, denn es gab keine Sandbox</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>Entfernt</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>This is a replay; when it is done it is compared with the record.</source>
        <translation>Dies ist eine Wiederholung; am Ende wird sie mit der Aufzeichnung verglichen.</translation>
    </message>
    <message>
        <source>This is a replay that ended before it could be compared with the record.</source>
        <translation>Dies ist eine Wiederholung, die endete, bevor sie mit der Aufzeichnung verglichen werden konnte.</translation>
    </message>
    <message>
        <source>Not the same: %1</source>
        <translation>Nicht gleich: %1</translation>
    </message>
    <message>
        <source>Every event of this run is under a signed checkpoint; the log was not verified since the worker started.</source>
        <translation>Jedes Ereignis dieses Laufs steht unter einem unterschriebenen Zwischenstand; das Protokoll wurde nicht geprüft, seit der Worker läuft.</translation>
    </message>
    <message>
        <source>This run has events that no checkpoint covers yet; one is signed within a minute.</source>
        <translation>Dieser Lauf hat Ereignisse, die noch kein Zwischenstand deckt; einer wird innerhalb einer Minute unterschrieben.</translation>
    </message>
    <message>
        <source>The log does not fit, so nothing is proven of this run. See the details above.</source>
        <translation>Das Protokoll stimmt nicht, deshalb ist von diesem Lauf nichts bewiesen. Siehe Einzelheiten oben.</translation>
    </message>
    <message>
        <source>Verified with all events of this run.</source>
        <translation>Geprüft mit allen Ereignissen dieses Laufs.</translation>
    </message>
    <message>
        <source>This run has newer events than the last verification; verify again.</source>
        <translation>Dieser Lauf hat neuere Ereignisse als die letzte Prüfung; prüfen Sie noch einmal.</translation>
    </message>
</context>
<context>
    <name>mergeloom::BriefPanel</name>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>Gekürzt</translation>
    </message>
    <message>
        <source>Sources of the brief</source>
        <translation>Quellen des Auftrags</translation>
    </message>
    <message>
        <source>No source is recorded</source>
        <translation>Keine Quelle ist verzeichnet</translation>
    </message>
    <message>
        <source>The run ended before the brief was put together.</source>
        <translation>Der Lauf endete, bevor der Auftrag zusammengestellt war.</translation>
    </message>
    <message>
        <source>The brief as the model was told</source>
        <translation>Der Auftrag, wie er dem Modell gesagt wurde</translation>
    </message>
    <message numerus="yes">
        <source>As the model was told, %n line(s)</source>
        <translation>
            <numerusform>Wie es dem Modell gesagt wurde, %n Zeile</numerusform>
            <numerusform>Wie es dem Modell gesagt wurde, %n Zeilen</numerusform>
        </translation>
    </message>
    <message>
        <source>No model was told anything.</source>
        <translation>Keinem Modell wurde etwas gesagt.</translation>
    </message>
</context>
<context>
    <name>mergeloom::CallsPanel</name>
    <message>
        <source>Call</source>
        <translation>Aufruf</translation>
    </message>
    <message>
        <source>Ended with</source>
        <translation>Endete mit</translation>
    </message>
    <message>
        <source>In</source>
        <translation>Hinein</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>Zwischengespeichert</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>Heraus</translation>
    </message>
    <message>
        <source>Tool calls</source>
        <translation>Werkzeugaufrufe</translation>
    </message>
    <message>
        <source>Retries</source>
        <translation>Wiederholungen</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Provider calls</source>
        <translation>Anbieteraufrufe</translation>
    </message>
    <message>
        <source>No model was asked</source>
        <translation>Kein Modell wurde gefragt</translation>
    </message>
    <message>
        <source>The run ended before, or has not come to it yet.</source>
        <translation>Der Lauf endete vorher oder ist noch nicht so weit.</translation>
    </message>
    <message>
        <source>All calls together</source>
        <translation>Alle Aufrufe zusammen</translation>
    </message>
    <message>
        <source>No call is chosen</source>
        <translation>Kein Aufruf ist gewählt</translation>
    </message>
    <message>
        <source>Choose one above: what the model answered and did is shown here.</source>
        <translation>Wählen Sie oben einen: hier steht, was das Modell antwortete und tat.</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>keine Antwort</translation>
    </message>
    <message numerus="yes">
        <source>All %n call(s): %1 in, %2 cached, %3 out, %4 tool calls, %5 retries, %6, cost %7</source>
        <translation>
            <numerusform>%n Aufruf: %1 hinein, %2 aus dem Zwischenspeicher, %3 heraus, %4 Werkzeugaufrufe, %5 Wiederholungen, %6, Kosten %7</numerusform>
            <numerusform>Alle %n Aufrufe: %1 hinein, %2 aus dem Zwischenspeicher, %3 heraus, %4 Werkzeugaufrufe, %5 Wiederholungen, %6, Kosten %7</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mergeloom::ChangeMap</name>
    <message>
        <source>Map of the changes</source>
        <translation>Karte der Änderungen</translation>
    </message>
</context>
<context>
    <name>mergeloom::ChangePanel</name>
    <message>
        <source>No change yet</source>
        <translation>Noch keine Änderung</translation>
    </message>
    <message>
        <source>The diff appears here when the run has changed a file.</source>
        <translation>Der Vergleich erscheint hier, wenn der Lauf eine Datei geändert hat.</translation>
    </message>
    <message>
        <source>The diff is cut: it is too long to be kept whole.</source>
        <translation>Der Vergleich ist gekürzt: Er ist zu lang, um ganz behalten zu werden.</translation>
    </message>
</context>
<context>
    <name>mergeloom::CommandPalette</name>
    <message>
        <source>Search and commands</source>
        <translation>Suche und Befehle</translation>
    </message>
    <message>
        <source>Search pages, workers, runs, tickets, actions …</source>
        <translation>Seiten, Worker, Läufe, Tickets, Befehle suchen …</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>Enter opens, Esc closes</source>
        <translation>Enter öffnet, Esc schließt</translation>
    </message>
    <message>
        <source>Nothing has these words</source>
        <translation>Nichts hat diese Wörter</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>Worker</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation>Ticket</translation>
    </message>
</context>
<context>
    <name>mergeloom::CompareBar</name>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>...  since they parted</source>
        <translation>...  seit sie sich trennten</translation>
    </message>
    <message>
        <source>..  all that differs</source>
        <translation>..  alles, worin sie sich unterscheiden</translation>
    </message>
    <message>
        <source>One commit alone</source>
        <translation>Ein Commit allein</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Swap</source>
        <translation>Tauschen</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Compare (Ctrl+Enter)</source>
        <translation>Vergleichen (Strg+Eingabe)</translation>
    </message>
    <message>
        <source>Repository</source>
        <translation>Repository</translation>
    </message>
    <message>
        <source>What is compared</source>
        <translation>Was verglichen wird</translation>
    </message>
    <message>
        <source>“...” shows what the second did since it left the first, “..” all in which the two differ.</source>
        <translation>„...“ zeigt, was der zweite getan hat, seit er den ersten verließ, „..“ alles, worin sich die beiden unterscheiden.</translation>
    </message>
    <message>
        <source>Branches and tags as this worker fetched them, %1.</source>
        <translation>Branches und Tags, wie dieser Worker sie geholt hat, %1.</translation>
    </message>
    <message>
        <source>Branches and tags as this worker fetched them last.</source>
        <translation>Branches und Tags, wie dieser Worker sie zuletzt geholt hat.</translation>
    </message>
</context>
<context>
    <name>mergeloom::ComparePage</name>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Branches, tags and commits of a repository, with the runs that wrote the lines.</source>
        <translation>Branches, Tags und Commits eines Repositorys, mit den Läufen, die die Zeilen geschrieben haben.</translation>
    </message>
    <message>
        <source>Repositories</source>
        <translation>Repositorys</translation>
    </message>
    <message>
        <source>Parts of the comparison</source>
        <translation>Teile des Vergleichs</translation>
    </message>
    <message>
        <source>Commit</source>
        <translation>Commit</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Betreff</translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation>Ticket</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>Autor</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Commits</source>
        <translation>Commits</translation>
    </message>
    <message>
        <source>No commit</source>
        <translation>Kein Commit</translation>
    </message>
    <message>
        <source>Everything in the second is in the first as well.</source>
        <translation>Alles im zweiten ist auch im ersten.</translation>
    </message>
    <message>
        <source>These are the newest; older ones are left out.</source>
        <translation>Das sind die neuesten; ältere sind weggelassen.</translation>
    </message>
    <message>
        <source>Show this commit</source>
        <translation>Diesen Commit zeigen</translation>
    </message>
    <message>
        <source>Audit of its run</source>
        <translation>Audit seines Laufs</translation>
    </message>
    <message>
        <source>Choose a repository and what to compare in it first.</source>
        <translation>Zuerst ein Repository wählen, und was darin verglichen wird.</translation>
    </message>
    <message>
        <source>No repository yet</source>
        <translation>Noch kein Repository</translation>
    </message>
    <message>
        <source>Tickets need one to go to, and so does a comparison.</source>
        <translation>Tickets brauchen eines, und ein Vergleich auch.</translation>
    </message>
    <message>
        <source>Comparing %1 …</source>
        <translation>%1 wird verglichen …</translation>
    </message>
    <message>
        <source>Nothing could be compared</source>
        <translation>Es konnte nichts verglichen werden</translation>
    </message>
    <message>
        <source>What is wrong stands above. Choose something else, or try again.</source>
        <translation>Was nicht stimmt, steht oben. Etwas anderes wählen, oder noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Nothing is compared yet</source>
        <translation>Noch wird nichts verglichen</translation>
    </message>
    <message>
        <source>Choose two branches or tags, or type the id of a commit, and press Enter. Compared is what this worker fetched last.</source>
        <translation>Zwei Branches oder Tags wählen, oder die Id eines Commits eingeben, dann die Eingabetaste. Verglichen wird, was dieser Worker zuletzt geholt hat.</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>From %1 to %2</source>
        <translation>Von %1 bis %2</translation>
    </message>
    <message>
        <source>no line is known to be of a run</source>
        <translation>von keiner Zeile ist bekannt, dass sie von einem Lauf ist</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) of runs</source>
        <translation>
            <numerusform>%n Zeile von Läufen</numerusform>
            <numerusform>%n Zeilen von Läufen</numerusform>
        </translation>
    </message>
    <message>
        <source>The diff is cut: it is too long to be shown whole.</source>
        <translation>Der Diff ist gekürzt: er ist zu lang, um ganz gezeigt zu werden.</translation>
    </message>
    <message>
        <source>Not all files were searched for lines of runs: it would have taken too long.</source>
        <translation>Nicht alle Dateien wurden nach Zeilen von Läufen durchsucht: es hätte zu lange gedauert.</translation>
    </message>
    <message>
        <source>Files (%1)</source>
        <translation>Dateien (%1)</translation>
    </message>
    <message>
        <source>Commits (%1)</source>
        <translation>Commits (%1)</translation>
    </message>
    <message>
        <source>No run of this worker made this commit.</source>
        <translation>Kein Lauf dieses Workers hat diesen Commit gemacht.</translation>
    </message>
</context>
<context>
    <name>mergeloom::ConflictBox</name>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>%1: there it is %2, here %3</source>
        <translation>%1: dort %2, hier %3</translation>
    </message>
    <message>
        <source>Save what stands here</source>
        <translation>Speichern, was hier steht</translation>
    </message>
    <message>
        <source>Take what is there</source>
        <translation>Nehmen, was dort ist</translation>
    </message>
</context>
<context>
    <name>mergeloom::ConnectionDesk</name>
    <message>
        <source>The token is kept for now only</source>
        <translation>Das Token wird nur vorläufig behalten</translation>
    </message>
    <message>
        <source>Remove the connection</source>
        <translation>Verbindung entfernen</translation>
    </message>
    <message>
        <source>Remove %1 and its token from this app? The worker itself goes on.</source>
        <translation>%1 und das zugehörige Token aus dieser App entfernen? Der Worker selbst läuft weiter.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>The keychain of this system cannot be used (%1). The token is kept until the app ends, and in no file; the next time you are asked for it again. To keep it, unlock or start the keychain (GNOME Keyring, KWallet), and give the token again with &quot;Change connection&quot;.</source>
        <translation>Der Schlüsselbund dieses Systems kann nicht benutzt werden (%1). Das Token wird behalten, bis die App endet, und steht in keiner Datei; beim nächsten Mal werden Sie wieder danach gefragt. Damit es behalten wird, entsperren oder starten Sie den Schlüsselbund (GNOME Keyring, KWallet) und geben Sie das Token mit „Verbindung ändern“ noch einmal an.</translation>
    </message>
    <message>
        <source>The token may still be in the keychain</source>
        <translation>Das Token kann noch im Schlüsselbund sein</translation>
    </message>
    <message>
        <source>The keychain of this system cannot be used (%1), so the token of the connection was not removed from it. Unlock the keychain and remove the entry &quot;MergeLoom&quot; there.</source>
        <translation>Der Schlüsselbund dieses Systems kann nicht benutzt werden (%1), darum wurde das Token der Verbindung nicht daraus entfernt. Entsperren Sie den Schlüsselbund und entfernen Sie dort den Eintrag „MergeLoom“.</translation>
    </message>
</context>
<context>
    <name>mergeloom::ConnectionDialog</name>
    <message>
        <source>Add a worker</source>
        <translation>Worker hinzufügen</translation>
    </message>
    <message>
        <source>Change connection</source>
        <translation>Verbindung ändern</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>As you call it; empty: its host.</source>
        <translation>Wie Sie ihn nennen; leer: sein Host.</translation>
    </message>
    <message>
        <source>SSH host</source>
        <translation>SSH-Host</translation>
    </message>
    <message>
        <source>A name of your ssh configuration, or an address.</source>
        <translation>Ein Name aus Ihrer ssh-Konfiguration oder eine Adresse.</translation>
    </message>
    <message>
        <source>User there</source>
        <translation>Benutzer dort</translation>
    </message>
    <message>
        <source>Empty: as ssh is configured.</source>
        <translation>Leer: wie ssh eingestellt ist.</translation>
    </message>
    <message>
        <source>Port of ssh</source>
        <translation>Port von ssh</translation>
    </message>
    <message>
        <source>Key file</source>
        <translation>Schlüsseldatei</translation>
    </message>
    <message>
        <source>Empty: the agent&apos;s keys, and those that ssh finds.</source>
        <translation>Leer: die Schlüssel des Agenten und die, die ssh findet.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Made with &quot;mergeloom-worker token create&quot; or on the page Access; kept in the system&apos;s keychain.</source>
        <translation>Entsteht mit „mergeloom-worker token create“ oder auf der Seite Zugang; wird im Schlüsselbund des Systems behalten.</translation>
    </message>
    <message>
        <source>Empty: the one that is known stays.</source>
        <translation>Leer: das bekannte bleibt.</translation>
    </message>
    <message>
        <source>Trusted certificate</source>
        <translation>Vertrautes Zertifikat</translation>
    </message>
    <message>
        <source>SHA-256 of the one that is trusted; empty: whom the system trusts.</source>
        <translation>SHA-256 des einen, dem vertraut wird; leer: wem das System vertraut.</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Directly</source>
        <translation>Direkt</translation>
    </message>
    <message>
        <source>Through SSH</source>
        <translation>Durch SSH</translation>
    </message>
    <message>
        <source>How it is reached</source>
        <translation>Wie er erreicht wird</translation>
    </message>
    <message>
        <source>As the host at the far end reaches it.</source>
        <translation>Wie ihn der Host am anderen Ende erreicht.</translation>
    </message>
    <message>
        <source>Of the worker, as your browser would open it.</source>
        <translation>Des Workers, wie Ihr Browser sie öffnen würde.</translation>
    </message>
    <message>
        <source>A token has no blanks and no other than ASCII characters. Copy it again.</source>
        <translation>Ein Token hat keine Leerzeichen und nur ASCII-Zeichen. Kopieren Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The kept token was given for %1. Give one for the new address.</source>
        <translation>Das behaltene Token war für %1. Geben Sie eines für die neue Adresse an.</translation>
    </message>
</context>
<context>
    <name>mergeloom::ConnectionsDialog</name>
    <message>
        <source>Change …</source>
        <translation>Ändern …</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>Add …</source>
        <translation>Hinzufügen …</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>%1 through SSH to %2</source>
        <translation>%1 durch SSH zu %2</translation>
    </message>
    <message>
        <source>Tokens are kept in the keychain of this system, the rest in a file.</source>
        <translation>Tokens werden im Schlüsselbund dieses Systems behalten, alles andere in einer Datei.</translation>
    </message>
    <message>
        <source>Tokens are kept until the app ends and never in a file, since the keychain of this system cannot be used: %1</source>
        <translation>Tokens werden behalten, bis die App endet, und nie in einer Datei, da der Schlüsselbund dieses Systems nicht benutzbar ist: %1</translation>
    </message>
</context>
<context>
    <name>mergeloom::DashboardPage</name>
    <message>
        <source>Dashboard</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>Write a ticket</source>
        <translation>Ticket schreiben</translation>
    </message>
    <message>
        <source>Running now</source>
        <translation>Läuft jetzt</translation>
    </message>
    <message>
        <source>Needs a person</source>
        <translation>Braucht einen Menschen</translation>
    </message>
    <message>
        <source>Last results</source>
        <translation>Letzte Ergebnisse</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>Outcomes</source>
        <translation>Ausgänge</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Ausgaben</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Ended today</source>
        <translation>Heute beendet</translation>
    </message>
    <message>
        <source>Spent today</source>
        <translation>Heute ausgegeben</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>%1 öffnen</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiterer</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>, %1 so far</source>
        <translation>, bisher %1</translation>
    </message>
    <message>
        <source>cost unknown</source>
        <translation>Kosten unbekannt</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>beginnt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel %1?</source>
        <translation>%1 abbrechen?</translation>
    </message>
    <message>
        <source>What runs is ended within seconds. Nothing more is pushed; what was recorded stays.</source>
        <translation>Was läuft, wird binnen Sekunden beendet. Nichts mehr wird übertragen; was aufgezeichnet ist, bleibt.</translation>
    </message>
    <message>
        <source>Cancel the job</source>
        <translation>Auftrag abbrechen</translation>
    </message>
    <message>
        <source>The job is being cancelled.</source>
        <translation>Der Auftrag wird abgebrochen.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>%1 is queued again.</source>
        <translation>%1 ist wieder eingereiht.</translation>
    </message>
    <message>
        <source>%1, %2, queued %3</source>
        <translation>%1, %2, eingereiht %3</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n executor(s) busy</source>
        <translation>
            <numerusform>%1 von %n Ausführer beschäftigt</numerusform>
            <numerusform>%1 von %n Ausführern beschäftigt</numerusform>
        </translation>
    </message>
    <message>
        <source>none needs a person</source>
        <translation>keiner braucht einen Menschen</translation>
    </message>
    <message numerus="yes">
        <source>%n more need(s) a person</source>
        <translation>
            <numerusform>%n weiterer braucht einen Menschen</numerusform>
            <numerusform>%n weitere brauchen einen Menschen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 completed</source>
        <translation>%1 fertig</translation>
    </message>
    <message numerus="yes">
        <source>%1 in %n day(s)</source>
        <translation>
            <numerusform>%1 in %n Tag</numerusform>
            <numerusform>%1 in %n Tagen</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing runs</source>
        <translation>Nichts läuft</translation>
    </message>
    <message>
        <source>A queued ticket starts as soon as an executor is free.</source>
        <translation>Ein eingereihtes Ticket beginnt, sobald ein Ausführer frei ist.</translation>
    </message>
    <message>
        <source>Nothing waits for you</source>
        <translation>Nichts wartet auf Sie</translation>
    </message>
    <message>
        <source>Blocked and failed jobs would stand here with what to do.</source>
        <translation>Blockierte und fehlgeschlagene Aufträge stünden hier mit dem, was zu tun ist.</translation>
    </message>
    <message>
        <source>No result yet</source>
        <translation>Noch kein Ergebnis</translation>
    </message>
    <message>
        <source>The first run that ends is listed here.</source>
        <translation>Der erste Lauf, der endet, steht hier.</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>Leer</translation>
    </message>
    <message>
        <source>Tickets that are queued wait here.</source>
        <translation>Eingereihte Tickets warten hier.</translation>
    </message>
    <message>
        <source>Leave the guide</source>
        <translation>Anleitung verlassen</translation>
    </message>
    <message>
        <source>Back to the guide</source>
        <translation>Zurück zur Anleitung</translation>
    </message>
    <message>
        <source>Welcome to MergeLoom</source>
        <translation>Willkommen bei MergeLoom</translation>
    </message>
    <message>
        <source>Three steps from here to a reviewed branch. You can leave at any of them; they stay where they are.</source>
        <translation>Drei Schritte von hier zu einem geprüften Branch. Sie können bei jedem aufhören; sie bleiben, wo sie sind.</translation>
    </message>
</context>
<context>
    <name>mergeloom::DayChart</name>
    <message>
        <source>Outcomes of the last days</source>
        <translation>Ausgänge der letzten Tage</translation>
    </message>
    <message>
        <source>Spend of the last days</source>
        <translation>Ausgaben der letzten Tage</translation>
    </message>
    <message>
        <source>Nothing in these days</source>
        <translation>Nichts in diesen Tagen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: %2 completed, %3 blocked, %4 failed, %5 cancelled</source>
        <translation>%1: %2 fertig, %3 blockiert, %4 fehlgeschlagen, %5 abgebrochen</translation>
    </message>
    <message>
        <source>most: %1</source>
        <translation>höchstens: %1</translation>
    </message>
</context>
<context>
    <name>mergeloom::DesktopNotices</name>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
</context>
<context>
    <name>mergeloom::DiffBar</name>
    <message>
        <source>Previous change</source>
        <translation>Vorige Änderung</translation>
    </message>
    <message>
        <source>Next change</source>
        <translation>Nächste Änderung</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Wrap long lines</source>
        <translation>Lange Zeilen umbrechen</translation>
    </message>
    <message>
        <source>Save as patch…</source>
        <translation>Als Patch speichern …</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Nebeneinander</translation>
    </message>
    <message>
        <source>Unified</source>
        <translation>Untereinander</translation>
    </message>
    <message>
        <source>Arrangement</source>
        <translation>Anordnung</translation>
    </message>
    <message>
        <source>Arrangement of the two sides (Ctrl+D)</source>
        <translation>Anordnung der beiden Seiten (Strg+D)</translation>
    </message>
    <message>
        <source>All white space counts</source>
        <translation>Jeder Leerraum zählt</translation>
    </message>
    <message>
        <source>Not at line ends</source>
        <translation>Nicht am Zeilenende</translation>
    </message>
    <message>
        <source>Not its amount</source>
        <translation>Nicht seine Menge</translation>
    </message>
    <message>
        <source>No white space counts</source>
        <translation>Kein Leerraum zählt</translation>
    </message>
    <message>
        <source>No empty lines</source>
        <translation>Keine Leerzeilen</translation>
    </message>
    <message>
        <source>White space</source>
        <translation>Leerraum</translation>
    </message>
    <message>
        <source>Which white space makes a difference (Ctrl+I)</source>
        <translation>Welcher Leerraum einen Unterschied macht (Strg+I)</translation>
    </message>
    <message>
        <source>Place among the changes</source>
        <translation>Stelle unter den Änderungen</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n Änderung</numerusform>
            <numerusform>%n Änderungen</numerusform>
        </translation>
    </message>
    <message>
        <source>Change %1 of %2</source>
        <translation>Änderung %1 von %2</translation>
    </message>
</context>
<context>
    <name>mergeloom::DiffCanvas</name>
    <message>
        <source>Arrow keys move line by line, F8 goes to the next change, [ and ] choose the side.</source>
        <translation>Pfeiltasten gehen Zeile für Zeile, F8 geht zur nächsten Änderung, [ und ] wählen die Seite.</translation>
    </message>
    <message>
        <source>Changed lines</source>
        <translation>Geänderte Zeilen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy with signs</source>
        <translation>Mit Zeichen kopieren</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Alles auswählen</translation>
    </message>
    <message>
        <source>added</source>
        <translation>hinzugefügt</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>entfernt</translation>
    </message>
    <message>
        <source>moved here</source>
        <translation>hierher verschoben</translation>
    </message>
    <message>
        <source>moved away</source>
        <translation>von hier verschoben</translation>
    </message>
    <message>
        <source>nothing on this side</source>
        <translation>nichts auf dieser Seite</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>unverändert</translation>
    </message>
    <message>
        <source>No lines</source>
        <translation>Keine Zeilen</translation>
    </message>
    <message>
        <source>Before: nothing on this side</source>
        <translation>Vorher: nichts auf dieser Seite</translation>
    </message>
    <message>
        <source>After: nothing on this side</source>
        <translation>Nachher: nichts auf dieser Seite</translation>
    </message>
    <message>
        <source>Before, line %1</source>
        <translation>Vorher, Zeile %1</translation>
    </message>
    <message>
        <source>After, line %1</source>
        <translation>Nachher, Zeile %1</translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <translation>%1, %2: %3</translation>
    </message>
    <message>
        <source>Run %1 for %2. Click, or press Enter in the line, to open its audit.</source>
        <translation>Lauf %1 für %2. Ein Klick, oder die Eingabetaste in der Zeile, öffnet sein Audit.</translation>
    </message>
    <message>
        <source>Open the audit of the run</source>
        <translation>Das Audit des Laufs öffnen</translation>
    </message>
    <message>
        <source>%1, %2, for %3: %4</source>
        <translation>%1, %2, für %3: %4</translation>
    </message>
</context>
<context>
    <name>mergeloom::DiffView</name>
    <message>
        <source>Nothing differs.</source>
        <translation>Nichts ist verschieden.</translation>
    </message>
    <message>
        <source>That was the last change</source>
        <translation>Das war die letzte Änderung</translation>
    </message>
    <message>
        <source>That was the first change</source>
        <translation>Das war die erste Änderung</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>Es wird gearbeitet</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Reading the diff…</source>
        <translation>Der Vergleich wird gelesen …</translation>
    </message>
    <message>
        <source>Save as patch</source>
        <translation>Als Patch speichern</translation>
    </message>
    <message>
        <source>Patches (*.patch *.diff);;All files (*)</source>
        <translation>Patches (*.patch *.diff);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>The patch cannot be written to %1: %2. Choose another place.</source>
        <translation>Der Patch lässt sich nicht nach %1 schreiben: %2. Wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>The patch was saved as %1.</source>
        <translation>Der Patch wurde als %1 gespeichert.</translation>
    </message>
    <message>
        <source>Why the file is not shown whole</source>
        <translation>Warum die Datei nicht ganz gezeigt wird</translation>
    </message>
</context>
<context>
    <name>mergeloom::DiffWindow</name>
    <message>
        <source>%1 – differences</source>
        <translation>%1 – Unterschiede</translation>
    </message>
</context>
<context>
    <name>mergeloom::ExtendDialog</name>
    <message>
        <source>More budget</source>
        <translation>Mehr Budget</translation>
    </message>
    <message>
        <source>Now %1; the worker allows %2 at most.</source>
        <translation>Jetzt %1; der Worker erlaubt höchstens %2.</translation>
    </message>
    <message>
        <source>Now %1.</source>
        <translation>Jetzt %1.</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>So lassen</translation>
    </message>
    <message>
        <source>Give it more</source>
        <translation>Mehr geben</translation>
    </message>
    <message>
        <source>Write how much to add to at least one of them.</source>
        <translation>Schreiben Sie zu mindestens einem, wie viel dazukommt.</translation>
    </message>
</context>
<context>
    <name>mergeloom::FileHeader</name>
    <message>
        <source>symbolic link</source>
        <translation>symbolischer Link</translation>
    </message>
    <message>
        <source>submodule</source>
        <translation>Submodul</translation>
    </message>
    <message>
        <source>executable file</source>
        <translation>ausführbare Datei</translation>
    </message>
    <message>
        <source>plain file</source>
        <translation>einfache Datei</translation>
    </message>
    <message>
        <source>size not known</source>
        <translation>Größe nicht bekannt</translation>
    </message>
    <message>
        <source>binary</source>
        <translation>binär</translation>
    </message>
    <message>
        <source>%1, was %2</source>
        <translation>%1, vorher %2</translation>
    </message>
    <message>
        <source>%1 % alike</source>
        <translation>zu %1 % gleich</translation>
    </message>
    <message>
        <source>mode %1 → %2</source>
        <translation>Modus %1 → %2</translation>
    </message>
    <message>
        <source>%1 became %2</source>
        <translation>aus %1 wurde %2</translation>
    </message>
    <message>
        <source>line ends became CRLF</source>
        <translation>Zeilenenden wurden CRLF</translation>
    </message>
    <message>
        <source>line ends became LF</source>
        <translation>Zeilenenden wurden LF</translation>
    </message>
    <message>
        <source>no newline at the end</source>
        <translation>kein Zeilenende am Schluss</translation>
    </message>
    <message>
        <source>had no newline at the end</source>
        <translation>hatte kein Zeilenende am Schluss</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>no line changed</source>
        <translation>keine Zeile geändert</translation>
    </message>
    <message>
        <source>Viewed</source>
        <translation>Gesehen</translation>
    </message>
    <message>
        <source>Mark as viewed (Ctrl+M)</source>
        <translation>Als gesehen merken (Strg+M)</translation>
    </message>
    <message>
        <source>%1  ←  %2</source>
        <translation>%1  ←  %2</translation>
    </message>
</context>
<context>
    <name>mergeloom::FileTree</name>
    <message>
        <source>Filter files</source>
        <translation>Dateien filtern</translation>
    </message>
    <message>
        <source>Summary of the changes</source>
        <translation>Zusammenfassung der Änderungen</translation>
    </message>
    <message>
        <source>Changed files</source>
        <translation>Geänderte Dateien</translation>
    </message>
    <message>
        <source>%1, was %2</source>
        <translation>%1, vorher %2</translation>
    </message>
    <message>
        <source>%1, %2, %3 lines added, %4 removed%5</source>
        <translation>%1, %2, %3 Zeilen hinzugefügt, %4 entfernt%5</translation>
    </message>
    <message>
        <source>, viewed</source>
        <translation>, gesehen</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n Datei</numerusform>
            <numerusform>%n Dateien</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n file(s)</source>
        <translation>
            <numerusform>%1 von %n Datei</numerusform>
            <numerusform>%1 von %n Dateien</numerusform>
        </translation>
    </message>
    <message>
        <source>%1   +%2 −%3</source>
        <translation>%1   +%2 −%3</translation>
    </message>
    <message>
        <source>   %1 viewed</source>
        <translation>   %1 gesehen</translation>
    </message>
    <message>
        <source>No file changed</source>
        <translation>Keine Datei geändert</translation>
    </message>
</context>
<context>
    <name>mergeloom::FindBar</name>
    <message>
        <source>Find in this diff</source>
        <translation>In diesem Vergleich suchen</translation>
    </message>
    <message>
        <source>Match case</source>
        <translation>Groß und klein unterscheiden</translation>
    </message>
    <message>
        <source>Whole words</source>
        <translation>Ganze Wörter</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>Regulärer Ausdruck</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Places found</source>
        <translation>Fundstellen</translation>
    </message>
    <message>
        <source>Previous place (Shift F3)</source>
        <translation>Vorige Stelle (Umschalt F3)</translation>
    </message>
    <message>
        <source>Next place (F3)</source>
        <translation>Nächste Stelle (F3)</translation>
    </message>
    <message>
        <source>Close the find bar (Escape)</source>
        <translation>Suchleiste schließen (Escape)</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>Nicht gefunden</translation>
    </message>
    <message numerus="yes">
        <source>%n place(s)</source>
        <translation>
            <numerusform>%n Stelle</numerusform>
            <numerusform>%n Stellen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mergeloom::FirstSteps</name>
    <message>
        <source>Three steps to the first branch</source>
        <translation>Drei Schritte zum ersten Branch</translation>
    </message>
    <message>
        <source>Set up a provider</source>
        <translation>Anbieter einrichten</translation>
    </message>
    <message>
        <source>The AI back end that does the work: an API key, or an endpoint of your own.</source>
        <translation>Das KI-System, das die Arbeit macht: ein API-Schlüssel oder ein eigener Endpunkt.</translation>
    </message>
    <message>
        <source>Set one up</source>
        <translation>Einen einrichten</translation>
    </message>
    <message>
        <source>Add a repository</source>
        <translation>Repository hinzufügen</translation>
    </message>
    <message>
        <source>Where the code is, and the commands that say whether a change is good.</source>
        <translation>Wo der Code ist, und die Befehle, die sagen, ob eine Änderung gut ist.</translation>
    </message>
    <message>
        <source>Add one</source>
        <translation>Eines hinzufügen</translation>
    </message>
    <message>
        <source>Write a ticket</source>
        <translation>Ticket schreiben</translation>
    </message>
    <message>
        <source>Say what should change. The worker does the rest and pushes a branch.</source>
        <translation>Sagen Sie, was sich ändern soll. Der Worker macht den Rest und überträgt einen Branch.</translation>
    </message>
    <message>
        <source>Write one</source>
        <translation>Eines schreiben</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Erledigt</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>Look at it: %1</source>
        <translation>Ansehen: %1</translation>
    </message>
</context>
<context>
    <name>mergeloom::FormActions</name>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Save and test</source>
        <translation>Speichern und prüfen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Discard your changes?</source>
        <translation>Änderungen verwerfen?</translation>
    </message>
    <message>
        <source>What you have changed here is not saved.</source>
        <translation>Was Sie hier geändert haben, ist nicht gespeichert.</translation>
    </message>
    <message>
        <source>Discard them</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Keep editing</source>
        <translation>Weiter bearbeiten</translation>
    </message>
    <message>
        <source>This form has changes that are not saved. Save them, or go back to discard them.</source>
        <translation>Dieses Formular hat Änderungen, die nicht gespeichert sind. Speichern Sie sie, oder verwerfen Sie sie mit „Zurück“.</translation>
    </message>
</context>
<context>
    <name>mergeloom::HealthPage</name>
    <message>
        <source>Health</source>
        <translation>Befinden</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Noch einmal prüfen</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>Executors</source>
        <translation>Ausführer</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>Zuletzt gesehen</translation>
    </message>
    <message>
        <source>No executor is connected</source>
        <translation>Kein Ausführer ist verbunden</translation>
    </message>
    <message>
        <source>Jobs wait until one is; look at the log of the worker.</source>
        <translation>Aufträge warten, bis einer da ist; sehen Sie in das Protokoll des Workers.</translation>
    </message>
    <message>
        <source>Everything that is checked is as it should be.</source>
        <translation>Alles, was geprüft wird, ist, wie es sein soll.</translation>
    </message>
    <message numerus="yes">
        <source>%n check(s) want(s) attention.</source>
        <translation>
            <numerusform>%n Prüfung braucht Aufmerksamkeit.</numerusform>
            <numerusform>%n Prüfungen brauchen Aufmerksamkeit.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mergeloom::HelpWindow</name>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Guides</source>
        <translation>Anleitungen</translation>
    </message>
</context>
<context>
    <name>mergeloom::ImagePair</name>
    <message>
        <source>Picture before and after</source>
        <translation>Bild vorher und nachher</translation>
    </message>
    <message>
        <source>Before: %1. After: %2.</source>
        <translation>Vorher: %1. Nachher: %2.</translation>
    </message>
    <message>
        <source>There was none</source>
        <translation>Es gab keines</translation>
    </message>
    <message>
        <source>It is gone</source>
        <translation>Es ist weg</translation>
    </message>
    <message>
        <source>%1 × %2 pixels</source>
        <translation>%1 × %2 Pixel</translation>
    </message>
    <message>
        <source>− Before</source>
        <translation>− Vorher</translation>
    </message>
    <message>
        <source>+ After</source>
        <translation>+ Nachher</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen …</translation>
    </message>
    <message>
        <source>It could not be read.</source>
        <translation>Es konnte nicht gelesen werden.</translation>
    </message>
</context>
<context>
    <name>mergeloom::KeptSettings</name>
    <message>
        <source>The connection &quot;%1&quot; in %2 was left out: %3</source>
        <translation>Die Verbindung „%1“ in %2 wurde ausgelassen: %3</translation>
    </message>
    <message>
        <source>it has no id.</source>
        <translation>sie hat keine Kennung.</translation>
    </message>
    <message>
        <source>The settings in %1 cannot be read (%2). They were put aside as %3; the app starts with none.</source>
        <translation>Die Einstellungen in %1 lassen sich nicht lesen (%2). Sie wurden als %3 beiseitegelegt; die App beginnt ohne.</translation>
    </message>
</context>
<context>
    <name>mergeloom::LocalSearch</name>
    <message>
        <source>No worker answers at %1.</source>
        <translation>Unter %1 antwortet kein Worker.</translation>
    </message>
    <message>
        <source>This machine</source>
        <translation>Dieser Rechner</translation>
    </message>
</context>
<context>
    <name>mergeloom::MainWindow</name>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Search and commands</source>
        <translation>Suche und Befehle</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Reload</source>
        <translation>Neu laden</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Vor</translation>
    </message>
    <message>
        <source>Add a worker …</source>
        <translation>Worker hinzufügen …</translation>
    </message>
    <message>
        <source>Connections …</source>
        <translation>Verbindungen …</translation>
    </message>
    <message>
        <source>Change the theme</source>
        <translation>Darstellung wechseln</translation>
    </message>
    <message>
        <source>Fold or unfold the pages</source>
        <translation>Seitenleiste ein- oder ausklappen</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message>
        <source>About MergeLoom</source>
        <translation>Über MergeLoom</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>%1 · %2 · MergeLoom</source>
        <translation>%1 · %2 · MergeLoom</translation>
    </message>
    <message>
        <source>MergeLoom %1, desktop app
Qt %2

Free software under the GNU General Public License, version 3 or later. Icons: Lucide (ISC licence).</source>
        <translation>MergeLoom %1, Desktop-App
Qt %2

Freie Software unter der GNU General Public License, Version 3 oder später. Symbole: Lucide (ISC-Lizenz).</translation>
    </message>
    <message>
        <source>%1 is of version %2; you are %3 (%4) there.</source>
        <translation>%1 ist von Version %2; dort sind Sie %3 (%4).</translation>
    </message>
</context>
<context>
    <name>mergeloom::MarkdownPreview</name>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>What you write is shown here as it will be read.</source>
        <translation>Was Sie schreiben, steht hier so, wie es gelesen wird.</translation>
    </message>
</context>
<context>
    <name>mergeloom::NoticeLine</name>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>mergeloom::PatchCompletion</name>
    <message>
        <source>The whole file is read when %1 can be reached again.</source>
        <translation>Die ganze Datei wird gelesen, sobald %1 wieder zu erreichen ist.</translation>
    </message>
</context>
<context>
    <name>mergeloom::ProviderForm</name>
    <message>
        <source>It comes from the environment of this worker (JCA_PROVIDER_CONFIG_MODE=provisioned). You can look at it.</source>
        <translation>Er kommt aus der Umgebung dieses Workers (JCA_PROVIDER_CONFIG_MODE=provisioned). Sie können ihn ansehen.</translation>
    </message>
    <message>
        <source>As usual</source>
        <translation>Wie üblich</translation>
    </message>
    <message>
        <source>kept; type to replace it</source>
        <translation>behalten; tippen Sie, um es zu ersetzen</translation>
    </message>
    <message>
        <source> Fixed by %1 in the worker&apos;s environment.</source>
        <translation> Festgelegt durch %1 in der Umgebung des Workers.</translation>
    </message>
    <message>
        <source> Set by %1.</source>
        <translation> Gesetzt durch %1.</translation>
    </message>
    <message>
        <source> Can also be set by %1.</source>
        <translation> Lässt sich auch durch %1 setzen.</translation>
    </message>
    <message>
        <source>%1 (optional)</source>
        <translation>%1 (freiwillig)</translation>
    </message>
    <message>
        <source>Name (optional)</source>
        <translation>Name (freiwillig)</translation>
    </message>
    <message>
        <source>What pages call it.</source>
        <translation>Wie Seiten ihn nennen.</translation>
    </message>
    <message>
        <source>The default one</source>
        <translation>Der übliche</translation>
    </message>
    <message>
        <source>Used where a repository names no other.</source>
        <translation>Wird genommen, wo ein Repository keinen anderen nennt.</translation>
    </message>
    <message>
        <source>The worker cannot be reached now.</source>
        <translation>Der Worker ist jetzt nicht erreichbar.</translation>
    </message>
    <message>
        <source>It comes from the environment of the worker.</source>
        <translation>Er kommt aus der Umgebung des Workers.</translation>
    </message>
    <message>
        <source>A test is under way.</source>
        <translation>Eine Prüfung läuft.</translation>
    </message>
    <message>
        <source>Only an admin of this worker may change it.</source>
        <translation>Nur ein Admin dieses Workers darf es ändern.</translation>
    </message>
    <message>
        <source>Somebody has removed this provider meanwhile. Save again to make it anew, with what stands here.</source>
        <translation>Jemand hat diesen Anbieter inzwischen entfernt. Speichern Sie noch einmal, um ihn mit dem, was hier steht, neu anzulegen.</translation>
    </message>
    <message>
        <source>Somebody else has changed this provider meanwhile. Nothing was saved.</source>
        <translation>Jemand anderes hat diesen Anbieter inzwischen geändert. Nichts wurde gespeichert.</translation>
    </message>
    <message>
        <source>Remove this provider?</source>
        <translation>Diesen Anbieter entfernen?</translation>
    </message>
    <message>
        <source>Its key is deleted. Repositories that name it fall back to nothing until they are changed.</source>
        <translation>Sein Schlüssel wird gelöscht. Repositorys, die ihn nennen, haben keinen, bis sie geändert werden.</translation>
    </message>
    <message>
        <source>Remove it</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>It is being saved.</source>
        <translation>Es wird gespeichert.</translation>
    </message>
</context>
<context>
    <name>mergeloom::ProvidersPage</name>
    <message>
        <source>Add a provider</source>
        <translation>Anbieter hinzufügen</translation>
    </message>
    <message>
        <source>Providers</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>The AI back ends that do the work. Keys are sealed on the worker and never shown again.</source>
        <translation>Die KI-Systeme, die die Arbeit machen. Schlüssel werden auf dem Worker versiegelt und nie wieder gezeigt.</translation>
    </message>
    <message>
        <source>Set up %1</source>
        <translation>%1 einrichten</translation>
    </message>
    <message>
        <source>%1 is saved.</source>
        <translation>%1 ist gespeichert.</translation>
    </message>
    <message>
        <source>No provider yet. Which kind do you have?</source>
        <translation>Noch kein Anbieter. Welche Art haben Sie?</translation>
    </message>
    <message>
        <source>Which kind?</source>
        <translation>Welche Art?</translation>
    </message>
    <message>
        <source>No provider yet</source>
        <translation>Noch kein Anbieter</translation>
    </message>
    <message>
        <source>Ask an admin of this worker to set one up.</source>
        <translation>Bitten Sie einen Admin dieses Workers, einen einzurichten.</translation>
    </message>
    <message>
        <source>Set it up</source>
        <translation>Einrichten</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>own sign-in</source>
        <translation>eigene Anmeldung</translation>
    </message>
    <message>
        <source>key from %1</source>
        <translation>Schlüssel aus %1</translation>
    </message>
    <message>
        <source>key stored</source>
        <translation>Schlüssel hinterlegt</translation>
    </message>
    <message>
        <source>no key stored</source>
        <translation>kein Schlüssel hinterlegt</translation>
    </message>
    <message>
        <source>They come from the environment of this worker (JCA_PROVIDER_CONFIG_MODE=provisioned); change the variables there.</source>
        <translation>Sie kommen aus der Umgebung dieses Workers (JCA_PROVIDER_CONFIG_MODE=provisioned); ändern Sie dort die Variablen.</translation>
    </message>
    <message>
        <source>None is set yet</source>
        <translation>Noch keiner ist gesetzt</translation>
    </message>
    <message>
        <source>Each kind names its own variables in the worker&apos;s help.</source>
        <translation>Jede Art nennt ihre eigenen Variablen in der Hilfe des Workers.</translation>
    </message>
    <message>
        <source>default</source>
        <translation>üblich</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) offered</source>
        <translation>
            <numerusform>%n Modell angeboten</numerusform>
            <numerusform>%n Modelle angeboten</numerusform>
        </translation>
    </message>
    <message>
        <source>asked %1</source>
        <translation>gefragt %1</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Prüfen</translation>
    </message>
</context>
<context>
    <name>mergeloom::Rail</name>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>%1 (Ctrl %2)</source>
        <translation>%1 (Strg %2)</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>Einklappen</translation>
    </message>
    <message>
        <source>Unfold</source>
        <translation>Ausklappen</translation>
    </message>
</context>
<context>
    <name>mergeloom::RawEvents</name>
    <message>
        <source>Event</source>
        <translation>Ereignis</translation>
    </message>
    <message>
        <source>Time (UTC)</source>
        <translation>Zeit (UTC)</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Events of the run</source>
        <translation>Ereignisse des Laufs</translation>
    </message>
    <message>
        <source>No event of this kind</source>
        <translation>Kein Ereignis dieser Art</translation>
    </message>
    <message>
        <source>Choose another type, or clear the filter.</source>
        <translation>Wählen Sie eine andere Art, oder leeren Sie den Filter.</translation>
    </message>
    <message>
        <source>Type of event</source>
        <translation>Art des Ereignisses</translation>
    </message>
    <message>
        <source>All types</source>
        <translation>Alle Arten</translation>
    </message>
    <message>
        <source>Filter what is read</source>
        <translation>Gelesenes filtern</translation>
    </message>
    <message>
        <source>Filter events</source>
        <translation>Ereignisse filtern</translation>
    </message>
    <message>
        <source>Go to event …</source>
        <translation>Zu Ereignis …</translation>
    </message>
    <message>
        <source>Go to event</source>
        <translation>Zu einem Ereignis gehen</translation>
    </message>
    <message>
        <source>Show what came before</source>
        <translation>Zeigen, was davor kam</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy the event</source>
        <translation>Das Ereignis kopieren</translation>
    </message>
    <message>
        <source>Save its proof</source>
        <translation>Beweis speichern</translation>
    </message>
    <message>
        <source>That this event is in the log; “mergeloom-worker audit check-proof” checks it with the public key alone</source>
        <translation>Dass dieses Ereignis im Protokoll steht; „mergeloom-worker audit check-proof“ prüft es allein mit dem öffentlichen Schlüssel</translation>
    </message>
    <message>
        <source>The event as JSON</source>
        <translation>Das Ereignis als JSON</translation>
    </message>
    <message>
        <source>%1 shown of %2 events</source>
        <translation>%1 von %2 Ereignissen gezeigt</translation>
    </message>
    <message>
        <source>Event %1, number %2 of the log</source>
        <translation>Ereignis %1, Nummer %2 des Protokolls</translation>
    </message>
    <message>
        <source>Choose an event to see all of it.</source>
        <translation>Wählen Sie ein Ereignis, um es ganz zu sehen.</translation>
    </message>
</context>
<context>
    <name>mergeloom::RecordTable</name>
    <message>
        <source>Show more</source>
        <translation>Mehr zeigen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Loading …</source>
        <translation>Wird geladen …</translation>
    </message>
</context>
<context>
    <name>mergeloom::RefBox</name>
    <message>
        <source>Branch, tag or commit</source>
        <translation>Branch, Tag oder Commit</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Branch</source>
        <translation>Branch</translation>
    </message>
</context>
<context>
    <name>mergeloom::RepositoriesPage</name>
    <message>
        <source>Repositories</source>
        <translation>Repositorys</translation>
    </message>
    <message>
        <source>Where tickets may lead, and what must be green before anything is pushed.</source>
        <translation>Wohin Tickets führen dürfen, und was grün sein muss, bevor etwas übertragen wird.</translation>
    </message>
    <message>
        <source>Repository</source>
        <translation>Repository</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Branch</source>
        <translation>Branch</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>No repository yet</source>
        <translation>Noch kein Repository</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Address: %1</source>
        <translation>Adresse: %1</translation>
    </message>
    <message>
        <source>A credential is stored.</source>
        <translation>Ein Zugang ist hinterlegt.</translation>
    </message>
    <message>
        <source>No credential is stored.</source>
        <translation>Kein Zugang ist hinterlegt.</translation>
    </message>
    <message>
        <source>Setup: none</source>
        <translation>Einrichtung: keine</translation>
    </message>
    <message>
        <source>Setup: %1</source>
        <translation>Einrichtung: %1</translation>
    </message>
    <message>
        <source>Validation: none</source>
        <translation>Prüfung: keine</translation>
    </message>
    <message>
        <source>Validation (%1): %2</source>
        <translation>Prüfung (%1): %2</translation>
    </message>
    <message>
        <source>A person approves each change before it is pushed.</source>
        <translation>Ein Mensch gibt jede Änderung frei, bevor sie übertragen wird.</translation>
    </message>
    <message>
        <source>Take no more tickets</source>
        <translation>Keine Tickets mehr annehmen</translation>
    </message>
    <message>
        <source>Take tickets again</source>
        <translation>Wieder Tickets annehmen</translation>
    </message>
    <message>
        <source>Asking the remote of %1 …</source>
        <translation>Das Remote von %1 wird gefragt …</translation>
    </message>
    <message>
        <source>%1 takes tickets again.</source>
        <translation>%1 nimmt wieder Tickets an.</translation>
    </message>
    <message>
        <source>%1 takes no more tickets.</source>
        <translation>%1 nimmt keine Tickets mehr an.</translation>
    </message>
    <message>
        <source>Add a repository</source>
        <translation>Repository hinzufügen</translation>
    </message>
    <message>
        <source>Tickets need one to go to. HTTPS, SSH and local paths all work.</source>
        <translation>Tickets brauchen eines als Ziel. HTTPS, SSH und lokale Pfade gehen.</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Where the code is, and how the worker knows that a change is good.</source>
        <translation>Wo der Code ist, und woran der Worker erkennt, dass eine Änderung gut ist.</translation>
    </message>
    <message>
        <source>Changes hold from the next run on.</source>
        <translation>Änderungen gelten ab dem nächsten Lauf.</translation>
    </message>
    <message>
        <source>%1 is saved.</source>
        <translation>%1 ist gespeichert.</translation>
    </message>
    <message>
        <source>%1 is removed.</source>
        <translation>%1 ist entfernt.</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
</context>
<context>
    <name>mergeloom::RepositoryForm</name>
    <message>
        <source>Hide</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Hide: %1</source>
        <translation>Ausblenden: %1</translation>
    </message>
    <message>
        <source>Show: %1</source>
        <translation>Zeigen: %1</translation>
    </message>
    <message>
        <source>kept; type to replace it</source>
        <translation>behalten; tippen Sie, um es zu ersetzen</translation>
    </message>
    <message>
        <source>Fixed by %1 in the worker&apos;s environment.</source>
        <translation>Festgelegt durch %1 in der Umgebung des Workers.</translation>
    </message>
    <message>
        <source>The worker cannot be reached now.</source>
        <translation>Der Worker ist jetzt nicht erreichbar.</translation>
    </message>
    <message>
        <source>It is being saved.</source>
        <translation>Es wird gespeichert.</translation>
    </message>
    <message>
        <source>Only an admin of this worker may change it.</source>
        <translation>Nur ein Admin dieses Workers darf es ändern.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Nothing was saved.</source>
        <translation>Es wurde nichts gespeichert.</translation>
    </message>
    <message>
        <source>Somebody has removed this repository meanwhile. Save again to make it anew, with what stands here.</source>
        <translation>Jemand hat dieses Repository inzwischen entfernt. Speichern Sie noch einmal, um es mit dem, was hier steht, neu anzulegen.</translation>
    </message>
    <message>
        <source>Somebody else has changed this repository meanwhile. Nothing was saved.</source>
        <translation>Jemand anderes hat dieses Repository inzwischen geändert. Es wurde nichts gespeichert.</translation>
    </message>
    <message>
        <source>Asking the remote …</source>
        <translation>Die Gegenstelle wird gefragt …</translation>
    </message>
    <message>
        <source>%1 Branch %2, newest commit %3.</source>
        <translation>%1 Branch %2, neuester Commit %3.</translation>
    </message>
    <message>
        <source>Remove %1?</source>
        <translation>%1 entfernen?</translation>
    </message>
    <message>
        <source>Tickets can no longer go to it. Past runs and their record stay.</source>
        <translation>Tickets können nicht mehr dorthin. Vergangene Läufe und ihre Aufzeichnung bleiben.</translation>
    </message>
    <message>
        <source>Remove it</source>
        <translation>Entfernen</translation>
    </message>
</context>
<context>
    <name>mergeloom::RunFilterBar</name>
    <message>
        <source>Search runs</source>
        <translation>Läufe suchen</translation>
    </message>
    <message>
        <source>Search ticket, summary, branch …</source>
        <translation>Ticket, Zusammenfassung, Branch suchen …</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>Outcome: all</source>
        <translation>Ausgang: alle</translation>
    </message>
    <message>
        <source>Repository</source>
        <translation>Repository</translation>
    </message>
    <message>
        <source>Repository: all</source>
        <translation>Repository: alle</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Provider: all</source>
        <translation>Anbieter: alle</translation>
    </message>
    <message>
        <source>More filters</source>
        <translation>Mehr Filter</translation>
    </message>
    <message>
        <source>Clear all</source>
        <translation>Alle löschen</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Reason: all</source>
        <translation>Grund: alle</translation>
    </message>
    <message>
        <source>Requester</source>
        <translation>Auftraggeber</translation>
    </message>
    <message>
        <source>Requester: all</source>
        <translation>Auftraggeber: alle</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Model: all</source>
        <translation>Modell: alle</translation>
    </message>
    <message>
        <source>Branch</source>
        <translation>Branch</translation>
    </message>
    <message>
        <source>Pushed or not</source>
        <translation>Übertragen oder nicht</translation>
    </message>
    <message>
        <source>Pushed</source>
        <translation>Übertragen</translation>
    </message>
    <message>
        <source>Not pushed</source>
        <translation>Nicht übertragen</translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation>Ticket</translation>
    </message>
    <message>
        <source>Ticket, whole key</source>
        <translation>Ticket, ganzer Schlüssel</translation>
    </message>
    <message>
        <source>Branch name</source>
        <translation>Name des Branches</translation>
    </message>
    <message>
        <source>Branch, whole name</source>
        <translation>Branch, ganzer Name</translation>
    </message>
    <message>
        <source>Started from</source>
        <translation>Begonnen ab</translation>
    </message>
    <message>
        <source>From, 2026-01-31</source>
        <translation>Ab, 2026-01-31</translation>
    </message>
    <message>
        <source>Started to</source>
        <translation>Begonnen bis</translation>
    </message>
    <message>
        <source>To, 2026-01-31</source>
        <translation>Bis, 2026-01-31</translation>
    </message>
    <message>
        <source>Cost from, in dollars</source>
        <translation>Kosten ab, in Dollar</translation>
    </message>
    <message>
        <source>Cost from, in $</source>
        <translation>Kosten ab, in $</translation>
    </message>
    <message>
        <source>Tokens from</source>
        <translation>Tokens ab</translation>
    </message>
    <message>
        <source>More filters (%1)</source>
        <translation>Mehr Filter (%1)</translation>
    </message>
</context>
<context>
    <name>mergeloom::RunHead</name>
    <message>
        <source>Repository</source>
        <translation>Repository</translation>
    </message>
    <message>
        <source>Branch</source>
        <translation>Branch</translation>
    </message>
    <message>
        <source>Provider and model</source>
        <translation>Anbieter und Modell</translation>
    </message>
    <message>
        <source>Requester</source>
        <translation>Auftraggeber</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Tokens and cost</source>
        <translation>Tokens und Kosten</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>Sandbox</source>
        <translation>Sandbox</translation>
    </message>
    <message>
        <source>validated</source>
        <translation>geprüft</translation>
    </message>
    <message>
        <source>validation failed</source>
        <translation>Prüfung fehlgeschlagen</translation>
    </message>
    <message>
        <source>not validated</source>
        <translation>nicht geprüft</translation>
    </message>
    <message>
        <source>pushed</source>
        <translation>übertragen</translation>
    </message>
    <message>
        <source>recorded answers</source>
        <translation>aufgezeichnete Antworten</translation>
    </message>
    <message>
        <source>no sandbox</source>
        <translation>keine Sandbox</translation>
    </message>
    <message>
        <source>%1, run %2, %3</source>
        <translation>%1, Lauf %2, %3</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1 bei %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1, began %2</source>
        <translation>%1, begann %2</translation>
    </message>
    <message>
        <source>%1 tokens, %2</source>
        <translation>%1 Tokens, %2</translation>
    </message>
    <message>
        <source>cost unknown</source>
        <translation>Kosten unbekannt</translation>
    </message>
</context>
<context>
    <name>mergeloom::RunHold</name>
    <message>
        <source>Legal hold</source>
        <translation>Aufbewahrung</translation>
    </message>
    <message>
        <source>Place a legal hold</source>
        <translation>Aufbewahrung anordnen</translation>
    </message>
    <message>
        <source>Release the hold</source>
        <translation>Anordnung aufheben</translation>
    </message>
    <message>
        <source>Legal hold by %1, %2: %3. Nothing of this run is removed while it stands.</source>
        <translation>Aufbewahrung angeordnet von %1, %2: %3. Solange sie gilt, wird von diesem Lauf nichts entfernt.</translation>
    </message>
    <message>
        <source>No legal hold stands on this run.</source>
        <translation>Für diesen Lauf ist keine Aufbewahrung angeordnet.</translation>
    </message>
    <message>
        <source>Reason. It stands in the audit log with your name:</source>
        <translation>Grund. Er steht mit Ihrem Namen im Audit-Protokoll:</translation>
    </message>
    <message>
        <source>A legal hold needs a reason; none was placed.</source>
        <translation>Eine Anordnung braucht einen Grund; es wurde keine getroffen.</translation>
    </message>
    <message>
        <source>The hold stands.</source>
        <translation>Die Anordnung gilt.</translation>
    </message>
    <message>
        <source>Release the legal hold?</source>
        <translation>Die Aufbewahrung aufheben?</translation>
    </message>
    <message>
        <source>The retention policies hold for this run again; their next run may remove parts of it.</source>
        <translation>Für diesen Lauf gelten wieder die Aufbewahrungsregeln; beim nächsten Mal können sie Teile davon entfernen.</translation>
    </message>
    <message>
        <source>Release it</source>
        <translation>Aufheben</translation>
    </message>
    <message>
        <source>The hold was released.</source>
        <translation>Die Anordnung wurde aufgehoben.</translation>
    </message>
</context>
<context>
    <name>mergeloom::RunNotices</name>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1 asks for approval</source>
        <translation>%1 bittet um Freigabe</translation>
    </message>
    <message>
        <source>%1 · %2 (%3)</source>
        <translation>%1 · %2 (%3)</translation>
    </message>
</context>
<context>
    <name>mergeloom::RunPage</name>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Parts of the run</source>
        <translation>Teile des Laufs</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Tätigkeit</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation>Ticket</translation>
    </message>
    <message>
        <source>Text of the ticket</source>
        <translation>Text des Tickets</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>Audit</translation>
    </message>
    <message>
        <source>Waiting for an executor to take the job …</source>
        <translation>Es wird gewartet, bis ein Ausführer den Auftrag nimmt …</translation>
    </message>
    <message>
        <source>%1 is %2. %3
The run appears here as soon as an executor begins it.</source>
        <translation>%1: %2. %3
Der Lauf erscheint hier, sobald ein Ausführer ihn beginnt.</translation>
    </message>
    <message>
        <source>What this run did was %1; that it was stays on record.</source>
        <translation>Was dieser Lauf tat, wurde %1; dass es ihn gab, bleibt verzeichnet.</translation>
    </message>
    <message>
        <source>Change (%1)</source>
        <translation>Änderung (%1)</translation>
    </message>
    <message>
        <source>The ticket has a title and no text.</source>
        <translation>Das Ticket hat einen Titel und keinen Text.</translation>
    </message>
    <message>
        <source>%1 is queued again.</source>
        <translation>%1 ist wieder eingereiht.</translation>
    </message>
    <message>
        <source>Compare with its base</source>
        <translation>Mit der Basis vergleichen</translation>
    </message>
</context>
<context>
    <name>mergeloom::RunsPage</name>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>Every execution of a job, newest first.</source>
        <translation>Jede Ausführung eines Auftrags, die neueste zuerst.</translation>
    </message>
    <message>
        <source>Nothing has run yet</source>
        <translation>Noch ist nichts gelaufen</translation>
    </message>
    <message>
        <source>A run begins when a ticket is queued and an executor takes it. Write a ticket under Tickets.</source>
        <translation>Ein Lauf beginnt, wenn ein Ticket eingereiht ist und ein Ausführer es nimmt. Schreiben Sie ein Ticket unter Tickets.</translation>
    </message>
    <message>
        <source>No run fits these filters</source>
        <translation>Kein Lauf passt zu diesen Filtern</translation>
    </message>
    <message>
        <source>Take some of them away, or clear all.</source>
        <translation>Nehmen Sie einige weg, oder löschen Sie alle.</translation>
    </message>
</context>
<context>
    <name>mergeloom::SelfTestReport</name>
    <message>
        <source>The worker went away before the test was over. Test again when it is back.</source>
        <translation>Der Worker war fort, bevor die Prüfung zu Ende war. Prüfen Sie noch einmal, wenn er zurück ist.</translation>
    </message>
    <message>
        <source>Asking the model to read, edit and run something small …</source>
        <translation>Das Modell soll etwas Kleines lesen, ändern und ausführen …</translation>
    </message>
    <message>
        <source>The model works on a small task …</source>
        <translation>Das Modell arbeitet an einer kleinen Aufgabe …</translation>
    </message>
    <message>
        <source> It took %1.</source>
        <translation> Es dauerte %1.</translation>
    </message>
    <message>
        <source>It works.</source>
        <translation>Es geht.</translation>
    </message>
    <message>
        <source>It does not work, and the worker did not say why. Look at its log.</source>
        <translation>Es geht nicht, und der Worker sagte nicht, warum. Sehen Sie in sein Protokoll.</translation>
    </message>
    <message>
        <source>Read a file</source>
        <translation>Datei lesen</translation>
    </message>
    <message>
        <source>Edit it</source>
        <translation>Sie ändern</translation>
    </message>
    <message>
        <source>Run a command</source>
        <translation>Befehl ausführen</translation>
    </message>
    <message>
        <source>Finish with a structured answer</source>
        <translation>Mit einer gegliederten Antwort enden</translation>
    </message>
    <message>
        <source>done</source>
        <translation>getan</translation>
    </message>
    <message>
        <source>not done</source>
        <translation>nicht getan</translation>
    </message>
    <message>
        <source>, %1 tokens</source>
        <translation>, %1 Tokens</translation>
    </message>
</context>
<context>
    <name>mergeloom::ShortcutSheet</name>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>This page</source>
        <translation>Diese Seite</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>mergeloom::SignInPanel</name>
    <message>
        <source>Sign-in on the worker&apos;s host</source>
        <translation>Anmeldung auf dem Host des Workers</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Open this page and sign in:</source>
        <translation>Öffnen Sie diese Seite und melden Sie sich an:</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Enter this code there:</source>
        <translation>Geben Sie dort diesen Code ein:</translation>
    </message>
    <message>
        <source>The code from that page; it goes to the program alone and is not kept</source>
        <translation>Der Code von jener Seite; er geht nur an das Programm und wird nicht behalten</translation>
    </message>
    <message>
        <source>The code from that page</source>
        <translation>Der Code von jener Seite</translation>
    </message>
    <message>
        <source>Hand over the code</source>
        <translation>Code übergeben</translation>
    </message>
    <message>
        <source>What the program says</source>
        <translation>Was das Programm sagt</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Give up</source>
        <translation>Aufgeben</translation>
    </message>
    <message>
        <source>Only go on with a sign-in that you began here yourself. It is kept on the worker&apos;s host; for executors on other hosts, run “mergeloom-worker provider login %1” there.</source>
        <translation>Machen Sie nur mit einer Anmeldung weiter, die Sie hier selbst begonnen haben. Sie bleibt auf dem Host des Workers; für Ausführer auf anderen Hosts rufen Sie dort „mergeloom-worker provider login %1“ auf.</translation>
    </message>
    <message>
        <source>Only an admin of this worker may sign in, while it can be reached.</source>
        <translation>Nur ein Admin dieses Workers darf sich anmelden, solange er erreichbar ist.</translation>
    </message>
    <message>
        <source>not begun</source>
        <translation>nicht begonnen</translation>
    </message>
    <message>
        <source>signing in</source>
        <translation>wird angemeldet</translation>
    </message>
    <message>
        <source>signed in</source>
        <translation>angemeldet</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>aufgegeben</translation>
    </message>
    <message>
        <source>The program waits for the code.</source>
        <translation>Das Programm wartet auf den Code.</translation>
    </message>
    <message>
        <source>The program starts …</source>
        <translation>Das Programm beginnt …</translation>
    </message>
    <message>
        <source>Waiting until you have signed in there …</source>
        <translation>Es wird gewartet, bis Sie sich dort angemeldet haben …</translation>
    </message>
    <message>
        <source>The worker starts the program&apos;s own login, and shows its link and code here.</source>
        <translation>Der Worker startet die eigene Anmeldung des Programms und zeigt hier deren Link und Code.</translation>
    </message>
    <message>
        <source>It is given up by itself %1.</source>
        <translation>Es gibt von selbst auf %1.</translation>
    </message>
    <message>
        <source>Copy the whole code from that page first.</source>
        <translation>Kopieren Sie zuerst den ganzen Code von jener Seite.</translation>
    </message>
</context>
<context>
    <name>mergeloom::SshMessages</name>
    <message>
        <source>Messages of ssh · %1</source>
        <translation>Meldungen von ssh · %1</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>mergeloom::SshTunnel</name>
    <message>
        <source>The host&apos;s key is not known yet. Run `%1` once in a terminal and compare its key.</source>
        <translation>Der Schlüssel des Hosts ist noch nicht bekannt. Rufen Sie `%1` einmal in einem Terminal auf und vergleichen Sie den Schlüssel.</translation>
    </message>
    <message>
        <source>The host shows another key than before. Ask who runs it before you go on.</source>
        <translation>Der Host zeigt einen anderen Schlüssel als zuvor. Fragen Sie, wer ihn betreibt, bevor Sie weitermachen.</translation>
    </message>
    <message>
        <source>The host does not accept the key. Check user and key; a key with a passphrase must be in the agent (ssh-add).</source>
        <translation>Der Host nimmt den Schlüssel nicht an. Prüfen Sie Benutzer und Schlüssel; ein Schlüssel mit Passphrase muss im Agenten sein (ssh-add).</translation>
    </message>
    <message>
        <source>The host&apos;s name is not known. Check its spelling, and the network.</source>
        <translation>Der Name des Hosts ist nicht bekannt. Prüfen Sie die Schreibweise und das Netz.</translation>
    </message>
    <message>
        <source>Check with `%1` in a terminal.</source>
        <translation>Prüfen Sie mit `%1` in einem Terminal.</translation>
    </message>
    <message>
        <source>The program %1 cannot be started: %2. Install OpenSSH.</source>
        <translation>Das Programm %1 lässt sich nicht starten: %2. Installieren Sie OpenSSH.</translation>
    </message>
    <message>
        <source>ssh to %1 ended with code %2.</source>
        <translation>ssh zu %1 endete mit Code %2.</translation>
    </message>
    <message>
        <source>Connecting to %1 …</source>
        <translation>Verbindung zu %1 …</translation>
    </message>
    <message>
        <source>Connected.</source>
        <translation>Verbunden.</translation>
    </message>
</context>
<context>
    <name>mergeloom::StageList</name>
    <message>
        <source>Stages</source>
        <translation>Stufen</translation>
    </message>
</context>
<context>
    <name>mergeloom::StagePanel</name>
    <message>
        <source>Show what came before</source>
        <translation>Zeigen, was davor kam</translation>
    </message>
    <message>
        <source>Follow the newest line</source>
        <translation>Der neuesten Zeile folgen</translation>
    </message>
    <message>
        <source>Nothing to see yet</source>
        <translation>Noch nichts zu sehen</translation>
    </message>
    <message>
        <source>What the stage does appears here as it happens.</source>
        <translation>Was die Stufe tut, erscheint hier, sobald es geschieht.</translation>
    </message>
    <message>
        <source>%1, took %2</source>
        <translation>%1, dauerte %2</translation>
    </message>
</context>
<context>
    <name>mergeloom::StateBanner</name>
    <message>
        <source>What you see is from %1.</source>
        <translation>Was Sie sehen, ist von %1.</translation>
    </message>
    <message>
        <source>Tried again in %1 s.</source>
        <translation>Neuer Versuch in %1 s.</translation>
    </message>
    <message>
        <source>Trying again …</source>
        <translation>Neuer Versuch …</translation>
    </message>
</context>
<context>
    <name>mergeloom::StateButtons</name>
    <message>
        <source>Try now</source>
        <translation>Jetzt versuchen</translation>
    </message>
    <message>
        <source>Look at the certificate …</source>
        <translation>Zertifikat ansehen …</translation>
    </message>
    <message>
        <source>Change connection …</source>
        <translation>Verbindung ändern …</translation>
    </message>
    <message>
        <source>Messages of ssh</source>
        <translation>Meldungen von ssh</translation>
    </message>
</context>
<context>
    <name>mergeloom::StateView</name>
    <message>
        <source>Add a worker …</source>
        <translation>Worker hinzufügen …</translation>
    </message>
    <message>
        <source>Welcome to MergeLoom</source>
        <translation>Willkommen bei MergeLoom</translation>
    </message>
    <message>
        <source>This app shows and steers workers that turn tickets into validated branches: on this machine, in your network, or through SSH. Connect to the first one.</source>
        <translation>Diese App zeigt und steuert Worker, die aus Tickets geprüfte Branches machen: auf diesem Rechner, in Ihrem Netz oder durch SSH. Verbinden Sie sich mit dem ersten.</translation>
    </message>
    <message>
        <source>Connect to the worker on this machine</source>
        <translation>Mit dem Worker auf diesem Rechner verbinden</translation>
    </message>
    <message>
        <source>%1 answers at %2; it will ask for a token.</source>
        <translation>%1 antwortet unter %2; er wird nach einem Token fragen.</translation>
    </message>
    <message>
        <source>%1 answers at %2.</source>
        <translation>%1 antwortet unter %2.</translation>
    </message>
</context>
<context>
    <name>mergeloom::SteeringBar</name>
    <message>
        <source>What was sent to the run</source>
        <translation>Was an den Lauf ging</translation>
    </message>
    <message>
        <source>Reason (optional)</source>
        <translation>Grund (freiwillig)</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Freigeben</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Look at the change</source>
        <translation>Änderung ansehen</translation>
    </message>
    <message>
        <source>Tell the agent something … (Enter sends, Shift Enter begins a line)</source>
        <translation>Dem Agenten etwas sagen … (Enter sendet, Umschalt Enter beginnt eine Zeile)</translation>
    </message>
    <message>
        <source>Message to the agent</source>
        <translation>Nachricht an den Agenten</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>More budget</source>
        <translation>Mehr Budget</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Waiting for an approval before publishing. %1
Asked %2. Without an answer the run ends %3, and nothing is pushed.</source>
        <translation>Vor dem Veröffentlichen wird auf eine Freigabe gewartet. %1
Gefragt %2. Ohne Antwort endet der Lauf %3, und nichts wird übertragen.</translation>
    </message>
    <message>
        <source>%1 paused this run %2. It waits as soon as what runs now has come to its end.</source>
        <translation>%1 hat diesen Lauf angehalten, %2. Er wartet, sobald das, was jetzt läuft, zu Ende ist.</translation>
    </message>
    <message>
        <source>%1 paused this run %2. It waits before %3; its time limit does not pass.</source>
        <translation>%1 hat diesen Lauf angehalten, %2. Er wartet vor %3; seine Zeitgrenze läuft nicht.</translation>
    </message>
    <message>
        <source>The worker cannot be reached now.</source>
        <translation>Der Worker ist jetzt nicht erreichbar.</translation>
    </message>
    <message>
        <source>Your token only looks (viewer). An operator of this worker may steer runs.</source>
        <translation>Ihr Token darf nur ansehen (viewer). Ein Operator dieses Workers darf Läufe steuern.</translation>
    </message>
    <message>
        <source>Write something first.</source>
        <translation>Schreiben Sie zuerst etwas.</translation>
    </message>
    <message>
        <source>A message has at most %1 characters; this one has %2.</source>
        <translation>Eine Nachricht hat höchstens %1 Zeichen; diese hat %2.</translation>
    </message>
    <message>
        <source>Cancel this run?</source>
        <translation>Diesen Lauf abbrechen?</translation>
    </message>
    <message>
        <source>What runs is ended within seconds. Nothing more is pushed; what was recorded stays.</source>
        <translation>Was läuft, wird binnen Sekunden beendet. Nichts mehr wird übertragen; was aufgezeichnet ist, bleibt.</translation>
    </message>
    <message>
        <source>Cancel the run</source>
        <translation>Lauf abbrechen</translation>
    </message>
</context>
<context>
    <name>mergeloom::TicketForm</name>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Say what should be different afterwards</source>
        <translation>Sagen Sie, was danach anders sein soll</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Repository</source>
        <translation>Repository</translation>
    </message>
    <message>
        <source>What is wrong or missing, where, and how one sees that it is done.</source>
        <translation>Was falsch ist oder fehlt, wo, und woran man sieht, dass es getan ist.</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Markdown. Name files and acceptance criteria: the clearer the ticket, the fewer repairs.</source>
        <translation>Markdown. Nennen Sie Dateien und Abnahmekriterien: je klarer das Ticket, desto weniger Reparaturen.</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Empty: the next free LOCAL number.</source>
        <translation>Leer: die nächste freie LOCAL-Nummer.</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Etiketten</translation>
    </message>
    <message>
        <source>Parted by commas.</source>
        <translation>Durch Kommas getrennt.</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Vorrang</translation>
    </message>
    <message>
        <source>Higher goes first.</source>
        <translation>Höheres geht vor.</translation>
    </message>
    <message>
        <source>Queue the ticket</source>
        <translation>Ticket einreihen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>What you write is kept here until it is queued.</source>
        <translation>Was Sie schreiben, bleibt hier, bis es eingereiht ist.</translation>
    </message>
    <message>
        <source>Choose one</source>
        <translation>Wählen Sie eines</translation>
    </message>
    <message>
        <source>No repository can take tickets yet. Add one under Repositories; what you write here is kept.</source>
        <translation>Noch kann kein Repository Tickets annehmen. Fügen Sie eines unter Repositorys hinzu; was Sie hier schreiben, bleibt.</translation>
    </message>
    <message>
        <source>Give the ticket a title.</source>
        <translation>Geben Sie dem Ticket einen Titel.</translation>
    </message>
    <message>
        <source>Choose the repository that it is about.</source>
        <translation>Wählen Sie das Repository, um das es geht.</translation>
    </message>
    <message>
        <source>The worker cannot be reached now; the ticket was not sent, and is kept here.</source>
        <translation>Der Worker ist jetzt nicht erreichbar; das Ticket wurde nicht gesendet und bleibt hier.</translation>
    </message>
</context>
<context>
    <name>mergeloom::TicketsPage</name>
    <message>
        <source>Write a ticket</source>
        <translation>Ticket schreiben</translation>
    </message>
    <message>
        <source>%1 was kept but not queued.</source>
        <translation>%1 wurde behalten, aber nicht eingereiht.</translation>
    </message>
    <message>
        <source>Search key or title</source>
        <translation>Schlüssel oder Titel suchen</translation>
    </message>
    <message>
        <source>Search tickets</source>
        <translation>Tickets suchen</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation>Ticket</translation>
    </message>
    <message>
        <source>Repository</source>
        <translation>Repository</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>Requester</source>
        <translation>Auftraggeber</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>Geschrieben</translation>
    </message>
    <message>
        <source>Tickets</source>
        <translation>Tickets</translation>
    </message>
    <message>
        <source>Open its run</source>
        <translation>Seinen Lauf öffnen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>This worker takes its jobs from %1. Write the ticket there.</source>
        <translation>Dieser Worker nimmt seine Aufträge von %1. Schreiben Sie das Ticket dort.</translation>
    </message>
    <message>
        <source>It is queued at once; an executor takes it, and you can watch.</source>
        <translation>Es wird sofort eingereiht; ein Ausführer nimmt es, und Sie können zusehen.</translation>
    </message>
    <message>
        <source>Work that was asked for, and where it stands.</source>
        <translation>Arbeit, um die gebeten wurde, und wie es um sie steht.</translation>
    </message>
    <message>
        <source>This worker takes its jobs from %1. Write tickets there.</source>
        <translation>Dieser Worker nimmt seine Aufträge von %1. Schreiben Sie Tickets dort.</translation>
    </message>
    <message>
        <source>No ticket yet</source>
        <translation>Noch kein Ticket</translation>
    </message>
    <message>
        <source>A ticket says what should change in a repository. It becomes a job, and a job becomes a branch.</source>
        <translation>Ein Ticket sagt, was sich in einem Repository ändern soll. Aus ihm wird ein Auftrag, und aus einem Auftrag wird ein Branch.</translation>
    </message>
    <message>
        <source>No ticket has that in its key or title</source>
        <translation>Kein Ticket hat das in Schlüssel oder Titel</translation>
    </message>
    <message>
        <source>Search for less.</source>
        <translation>Suchen Sie nach weniger.</translation>
    </message>
    <message>
        <source>Cancel %1?</source>
        <translation>%1 abbrechen?</translation>
    </message>
    <message>
        <source>What runs is ended within seconds. Nothing more is pushed; what was recorded stays.</source>
        <translation>Was läuft, wird binnen Sekunden beendet. Nichts mehr wird übertragen; was aufgezeichnet ist, bleibt.</translation>
    </message>
    <message>
        <source>Cancel the job</source>
        <translation>Auftrag abbrechen</translation>
    </message>
    <message>
        <source>The job is being cancelled.</source>
        <translation>Der Auftrag wird abgebrochen.</translation>
    </message>
    <message>
        <source>%1 is queued again.</source>
        <translation>%1 ist wieder eingereiht.</translation>
    </message>
</context>
<context>
    <name>mergeloom::TokenStore</name>
    <message>
        <source>no keychain service answers</source>
        <translation>kein Schlüsselbunddienst antwortet</translation>
    </message>
    <message>
        <source>it is locked</source>
        <translation>er ist gesperrt</translation>
    </message>
</context>
<context>
    <name>mergeloom::TopBar</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Vor</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>Worker</translation>
    </message>
    <message>
        <source>Search or go to …</source>
        <translation>Suchen oder gehen zu …</translation>
    </message>
    <message>
        <source>Search or go to …   Ctrl K</source>
        <translation>Suchen oder gehen zu …   Strg K</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
    <message>
        <source>No worker</source>
        <translation>Kein Worker</translation>
    </message>
    <message>
        <source>No worker; opens the list of workers</source>
        <translation>Kein Worker; öffnet die Liste der Worker</translation>
    </message>
    <message numerus="yes">
        <source>%n other(s) not online</source>
        <translation>
            <numerusform>%n weiterer nicht verbunden</numerusform>
            <numerusform>%n weitere nicht verbunden</numerusform>
        </translation>
    </message>
    <message>
        <source>Worker %1, %2; opens the list of workers</source>
        <translation>Worker %1, %2; öffnet die Liste der Worker</translation>
    </message>
    <message>
        <source>Add a worker …</source>
        <translation>Worker hinzufügen …</translation>
    </message>
    <message>
        <source>Connections …</source>
        <translation>Verbindungen …</translation>
    </message>
    <message>
        <source>as the system</source>
        <translation>wie das System</translation>
    </message>
    <message>
        <source>light</source>
        <translation>hell</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>dunkel</translation>
    </message>
    <message>
        <source>Theme: %1. Change</source>
        <translation>Darstellung: %1. Wechseln</translation>
    </message>
    <message>
        <source>Theme: %1</source>
        <translation>Darstellung: %1</translation>
    </message>
</context>
<context>
    <name>mergeloom::Tray</name>
    <message>
        <source>MergeLoom · %1 of %2 workers online</source>
        <translation>MergeLoom · %1 von %2 Workern verbunden</translation>
    </message>
    <message>
        <source>Open MergeLoom</source>
        <translation>MergeLoom öffnen</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
</context>
<context>
    <name>mergeloom::TrustDialog</name>
    <message>
        <source>Fingerprint %1</source>
        <translation>Fingerabdruck %1</translation>
    </message>
    <message>
        <source>Certificate of %1</source>
        <translation>Zertifikat von %1</translation>
    </message>
    <message>
        <source>The certificate has changed</source>
        <translation>Das Zertifikat hat sich geändert</translation>
    </message>
    <message>
        <source>Do you know this certificate?</source>
        <translation>Kennen Sie dieses Zertifikat?</translation>
    </message>
    <message>
        <source>SHA-256 fingerprint that %1 shows now:</source>
        <translation>SHA-256-Fingerabdruck, den %1 jetzt zeigt:</translation>
    </message>
    <message>
        <source>The one that you trust:</source>
        <translation>Der, dem Sie vertrauen:</translation>
    </message>
    <message>
        <source>Compare it with what the worker&apos;s own machine says:</source>
        <translation>Vergleichen Sie ihn mit dem, was der Rechner des Workers sagt:</translation>
    </message>
    <message>
        <source>If you trust it, this app sends your token to whoever holds its key, and to nobody else at this address: from then on every other certificate is refused, even one that the system trusts.</source>
        <translation>Wenn Sie ihm vertrauen, sendet diese App Ihr Token an den, der den zugehörigen Schlüssel hat, und an niemand anderen unter dieser Adresse: Von da an wird jedes andere Zertifikat abgewiesen, auch eines, dem das System vertraut.</translation>
    </message>
    <message>
        <source>Do not connect</source>
        <translation>Nicht verbinden</translation>
    </message>
    <message>
        <source>Trust this certificate</source>
        <translation>Diesem Zertifikat vertrauen</translation>
    </message>
</context>
<context>
    <name>mergeloom::Worker</name>
    <message>
        <source>Not connected.</source>
        <translation>Nicht verbunden.</translation>
    </message>
    <message>
        <source>Connecting to %1 …</source>
        <translation>Verbindung zu %1 …</translation>
    </message>
    <message>
        <source>%1 asks for a token, and none is known. Give one with &quot;Change connection&quot;.</source>
        <translation>%1 verlangt ein Token, und es ist keines bekannt. Geben Sie eines mit „Verbindung ändern“ an.</translation>
    </message>
    <message>
        <source>%1 does not accept the token. Give another with &quot;Change connection&quot;.</source>
        <translation>%1 nimmt das Token nicht an. Geben Sie mit „Verbindung ändern“ ein anderes an.</translation>
    </message>
    <message>
        <source>%1 did not answer in time. Is it busy, or stopped?</source>
        <translation>%1 hat nicht rechtzeitig geantwortet. Ist er beschäftigt oder angehalten?</translation>
    </message>
    <message>
        <source>%1 cannot be reached at %2. Is it started, and is the network there?</source>
        <translation>%1 ist unter %2 nicht erreichbar. Ist er gestartet, und ist das Netz da?</translation>
    </message>
    <message>
        <source>%1 shows a certificate that nobody known here has signed: %2. Compare its fingerprint before you trust it.</source>
        <translation>%1 zeigt ein Zertifikat, das niemand hier Bekanntes unterschrieben hat: %2. Vergleichen Sie den Fingerabdruck, bevor Sie ihm vertrauen.</translation>
    </message>
    <message>
        <source>The trusted certificate of %1 cannot be used any more: %2.</source>
        <translation>Das vertraute Zertifikat von %1 gilt nicht mehr: %2.</translation>
    </message>
    <message>
        <source>%1 shows another certificate than the one you trust. It was renewed, or somebody is between you and it. Ask who runs it, and compare the fingerprint before you trust the new one.</source>
        <translation>%1 zeigt ein anderes Zertifikat als das, dem Sie vertrauen. Es wurde erneuert, oder jemand steht zwischen Ihnen und ihm. Fragen Sie, wer ihn betreibt, und vergleichen Sie den Fingerabdruck, bevor Sie dem neuen vertrauen.</translation>
    </message>
    <message>
        <source>The keychain is asked for the token. It may want to be unlocked.</source>
        <translation>Der Schlüsselbund wird nach dem Token gefragt. Vielleicht will er entsperrt werden.</translation>
    </message>
    <message>
        <source>%1 asks for a token, and the keychain of this system cannot be asked for it: %2. Unlock or start the keychain and try again, or give the token with &quot;Change connection&quot;.</source>
        <translation>%1 verlangt ein Token, und der Schlüsselbund dieses Systems kann nicht danach gefragt werden: %2. Entsperren oder starten Sie den Schlüsselbund und versuchen Sie es noch einmal, oder geben Sie das Token mit „Verbindung ändern“ an.</translation>
    </message>
</context>
<context>
    <name>mergeloom::WorkerPage</name>
    <message>
        <source>Your token only looks (viewer). An operator of this worker may do it.</source>
        <translation>Ihr Token darf nur ansehen (viewer). Ein Operator dieses Workers darf es tun.</translation>
    </message>
    <message>
        <source>Only an admin of this worker may change it; your token is of the role %1.</source>
        <translation>Nur ein Admin dieses Workers darf es ändern; Ihr Token hat die Rolle %1.</translation>
    </message>
    <message>
        <source>%1 is no web address.</source>
        <translation>%1 ist keine Webadresse.</translation>
    </message>
    <message>
        <source>Open this page in the browser?</source>
        <translation>Diese Seite im Browser öffnen?</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>%1 cannot be reached now; nothing was sent. %2</source>
        <translation>%1 ist jetzt nicht erreichbar; nichts wurde gesendet. %2</translation>
    </message>
</context>
</TS>
