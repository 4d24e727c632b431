<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
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
        <source>"%1" is no address of a worker. Give it as http://host:port or https://host:port.</source>
        <translation>„%1“ ist keine Adresse eines Workers. Geben Sie sie als http://host:port oder https://host:port an.</translation>
    </message>
    <message>
        <source>The address must not hold a user or a password; the token has its own field.</source>
        <translation>Die Adresse darf weder Benutzer noch Passwort enthalten; das Token hat ein eigenes Feld.</translation>
    </message>
    <message>
        <source>The address must end before "?" and "#". Give it as http://host:port.</source>
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
With git: git difftool -x "mergeloom-desktop diff", or with --dir-diff for all files at once.
</source>
        <translation>Aufruf: mergeloom-desktop diff VORHER NACHHER
        mergeloom-desktop diff PATCH
        mergeloom-desktop diff -
        mergeloom-desktop diff --repo PFAD BEREICH

Zeigt in einem Fenster die Unterschiede zwischen zwei Dateien oder zwei Ordnern, die eines
Patches (- liest die Standardeingabe) oder die eines Bereichs von Commits (A..B, A...B oder
ein Commit). Mit git: git difftool -x "mergeloom-desktop diff", oder mit --dir-diff für alle
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
        <source>Shows and steers MergeLoom workers. "mergeloom-desktop diff --help" tells how to look at differences.</source>
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
    <name>mergeloom::ChangeMap</name>
    <message>
        <source>Map of the changes</source>
        <translation>Karte der Änderungen</translation>
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
    <name>mergeloom::ConnectionDesk</name>
    <message>
        <source>The token is kept for now only</source>
        <translation>Das Token wird nur vorläufig behalten</translation>
    </message>
    <message>
        <source>The keychain of this system cannot be used (%1). The token is kept until the app ends, and in no file; the next time you are asked for it again.</source>
        <translation>Der Schlüsselbund dieses Systems ist nicht benutzbar (%1). Das Token wird behalten, bis die App endet, und in keiner Datei; beim nächsten Mal werden Sie wieder danach gefragt.</translation>
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
        <source>Empty: the agent's keys, and those that ssh finds.</source>
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
        <source>Made with "mergeloom-worker token create" or on the page Access; kept in the system's keychain.</source>
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
        <source>Run %1 for %2. Click to open it.</source>
        <translation>Lauf %1 für %2. Ein Klick öffnet ihn.</translation>
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
</context>
<context>
    <name>mergeloom::DiffWindow</name>
    <message>
        <source>%1 – differences</source>
        <translation>%1 – Unterschiede</translation>
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
</context>
<context>
    <name>mergeloom::KeptSettings</name>
    <message>
        <source>The connection "%1" in %2 was left out: %3</source>
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
        <source>The host's key is not known yet. Run `%1` once in a terminal and compare its key.</source>
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
        <source>The host's name is not known. Check its spelling, and the network.</source>
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
    <name>mergeloom::StateBanner</name>
    <message>
        <source>What you see is from before.</source>
        <translation>Was Sie sehen, ist von vorher.</translation>
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
        <source>Compare it with what the worker's own machine says:</source>
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
        <source>%1 asks for a token, and none is known. Give one with "Change connection".</source>
        <translation>%1 verlangt ein Token, und es ist keines bekannt. Geben Sie eines mit „Verbindung ändern“ an.</translation>
    </message>
    <message>
        <source>%1 does not accept the token. Give another with "Change connection".</source>
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
</context>
</TS>
