<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Activity</name>
    <message>
        <source>This was %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Call %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> (%1 cached)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 in%2, %3 out, %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cost unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reached %1:%2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 more were printed than is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cut, %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Validated: every command ended with exit code 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Validation failed (%1).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not validated: no command is configured.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was red</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The diff guard allows the change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The diff guard flags the change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The diff guard blocks the change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) changed</source>
        <translation>
            <numerusform>%n file changed</numerusform>
            <numerusform>%n files changed</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 wrote this too late for the agent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 to the agent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 pauses the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 lets the run go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cancels the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2 was left. %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody approved in time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 approved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n turn(s)</source>
        <translation>
            <numerusform>%n turn</numerusform>
            <numerusform>%n turns</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n command(s)</source>
        <translation>
            <numerusform>%n command</numerusform>
            <numerusform>%n commands</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 extends the budget by nothing: it has no such limit, or is at what the worker allows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 extends the budget by %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Provider asked again (%1) after %2: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2 starts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2 goes on with its session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checkpoint %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused before %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Goes on after %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waits for an approval. %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repair %1 of %2 starts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commit %1 on %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pushed %1 to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run ended: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ActivityText</name>
    <message>
        <source>Error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No output yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It printed nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its output is being read …</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Cell</name>
    <message>
        <source>yes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>just now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Connection</name>
    <message>
        <source>Give the address of the worker, such as http://127.0.0.1:8010.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no address of a worker. Give it as http://host:port or https://host:port.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The address must not hold a user or a password; the token has its own field.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The address must end before &quot;?&quot; and &quot;#&quot;. Give it as http://host:port.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name is longer than %1 characters. Shorten it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A fingerprint is 32 pairs of hexadecimal digits with colons between them (SHA-256).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the host that ssh goes to: a name or an address, without user and port.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This cannot be the name of a user on the host.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A port is a number from 1 to 65535.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This cannot be the path of a key.</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An argument is empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--repo needs one range of commits, as in main..topic.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to compare was given.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only two files or folders can be compared.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DiffWords</name>
    <message numerus="yes">
        <source>↓ %n more</source>
        <translation>
            <numerusform>↓ %n more</numerusform>
            <numerusform>↓ %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>↑ %n more</source>
        <translation>
            <numerusform>↑ %n more</numerusform>
            <numerusform>↑ %n more</numerusform>
        </translation>
    </message>
    <message>
        <source>Show all</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>⋯ %n line(s) that the patch does not have</source>
        <translation>
            <numerusform>⋯ %n line that the patch does not have</numerusform>
            <numerusform>⋯ %n lines that the patch does not have</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>⋯ %n unchanged line(s)</source>
        <translation>
            <numerusform>⋯ %n unchanged line</numerusform>
            <numerusform>⋯ %n unchanged lines</numerusform>
        </translation>
    </message>
    <message>
        <source>“%1” is no commit. Name two, as in main..topic.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The repository has no commit “%1”. Check the name, or fetch it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>git lists the changes in a way that this program does not know.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This clone has no object %1. Fetch it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>git gave an object only in part. Try “git fsck” in the repository.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 does not exist. Check the name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is a folder. Name two files or two folders.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be read: %2. Check its permissions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 gives more than %2 MiB. Compare a part of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be read: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder %1 cannot be read. Check its name and permissions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 holds more than %2 files. Compare a folder in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading the diff was cancelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard input cannot be read. Give the patch as a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The patch is larger than %1 MiB. Give a part of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The patch %1 is larger than %2 MiB. Give a part of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>added</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>deleted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>renamed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>copied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>modified</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>binary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The git program cannot be started: %1. Install git.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What changed is too large to be shown. Choose a smaller range.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>git cannot read %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The SVG is too large for a picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The SVG holds &lt;%1&gt;, which is not drawn here. Its text is below.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The SVG is too complex for a picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The SVG refers to something outside of itself, so it is not drawn. Its text is below.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The SVG is broken: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The SVG cannot be drawn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture is larger than %1 MiB and not shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is no picture of the kind that its name says.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture has %1 × %2 pixels, too many to be shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture cannot be decoded: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Field</name>
    <message>
        <source>Id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Branch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repository</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Provider</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Requester</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Created</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Updated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Role</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PageRegistry</name>
    <message>
        <source>Dashboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tickets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Audit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repositories</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Providers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Health</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Audit of a run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message>
        <source>Leave it</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RepositoryDraft</name>
    <message>
        <source>“%1” is no whole number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a whole number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A repository needs an address to be cloned from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A repository needs an alias.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RepositoryFields</name>
    <message>
        <source>Clone address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>HTTPS, SSH, or a path on the machine of the worker.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alias</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What tickets and pages call it: small letters, digits, . _ -</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Branch to start from (optional)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as the remote says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enabled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tickets may be queued for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>User name (optional)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Many hosts take any name with a token.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Password or token (optional)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sealed on the worker, and never shown again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Private key (optional)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Known hosts (optional)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty: the first key that is seen is trusted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Validation (optional)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One a line. A change counts as validated when each ends with exit code 0. Without any, results say “not validated”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When validation is red</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Required: nothing is pushed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Advisory: it is recorded, and the run goes on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Off: it does not run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When the default branch moved meanwhile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Merge with it and validate again before the push; conflicts go to the agent once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Setup (optional)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One a line; run once before the work begins.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An open network is that of the worker&apos;s machine: commands reach services that listen there, and the local network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the listed hosts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an open network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Setup commands reach</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Validation commands reach</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands of the agent reach</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hosts listed below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything: an open network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The worker allows %1 at most (%2); more is not given.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One a line: host, host:port, *.host, an address. Without a port 443 and 80. What is refused is told in the run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The worker allows no host (JCA_WORKER_NETWORK_HOSTS).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The worker allows %1 (JCA_WORKER_NETWORK_HOSTS).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hosts (optional)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The default one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brief, provider and repairs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files that are always in the brief (optional)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guidance files (MERGELOOM.md, AGENTS.md, CLAUDE.md, CODEX.md) are there by themselves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Provider</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model (optional)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as the provider is set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repairs at most (optional)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as the worker is set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Before publishing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is pushed before a person has approved it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When the diff guard flags the change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A change without flags goes on by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minutes to wait</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Then the run ends blocked. The executor waits with it and takes no other job.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What one run may use, and all of them in one day. People can extend each budget of a run while it goes on, up to what the worker allows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of one run (optional)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as the worker allows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of one day (optional)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of all runs that begin in one day. When it is used up, tickets wait in the queue until 00:00 UTC.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Diff guard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It looks at each change before it is pushed. What is flagged goes on and is shown with the result; what is blocked is not pushed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed files at most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed lines at most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Added and removed together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of a changed file at most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In bytes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Block</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (as usual)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The worker allows all public hosts (JCA_WORKER_NETWORK_HOSTS).</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RunColumns</name>
    <message>
        <source>Outcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Branch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not pushed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RunFindings</name>
    <message>
        <source>green after repair %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>green after it ran again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>still red; it was only advisory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>red to the end; nothing was pushed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>red %1 times, then %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Validation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>let through, and told with the result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>flagged; nothing was pushed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>let through by %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rejected by a person; nothing was pushed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Diff guard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>blocked; nothing was pushed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Merge with the base</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in conflict with the default branch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>settled by the agent, and validated again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not settled; nothing was pushed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RunLimits</name>
    <message>
        <source>Tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens to add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Money</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dollars to add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minutes to add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turns of each attempt to add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands to add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Megabytes of output to add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Megabytes of disk to add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is no limit: write a number such as 20 or 2.5, or nothing to add none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2 of %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dollars</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turns of each attempt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Megabytes of output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Megabytes of disk</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SentCommands</name>
    <message>
        <source>%1 “%2”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: sent %2, the agent reads it at its next turn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: sent %2, the run has not taken it yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: taken after %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: taken at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: too late, the run had ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: the run left it. %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>State</name>
    <message>
        <source>offline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connecting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>online</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>other version</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>queued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>idle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>completed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>passed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>approved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ok</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>blocked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>flagged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>warning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>publish failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>skipped</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Setup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Context</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clarity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Investigation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Implementation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Validation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repair</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review fix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Base</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Merge with the base</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Diff guard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Publish</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 after repair %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repair %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The ticket was not clear enough to start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A directive in the ticket could not be followed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The provider was not ready.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The repository could not be checked out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The brief could not be put together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The provider failed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model repeated itself without getting further.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The budget of the run was used up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A command is not on the allow-list.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A setup command failed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Validation did not become green.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The review rejected the change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The diff guard blocked the change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The approval of a person is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model changed nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The branch could not be pushed; the commit is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another executor took the job over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run took longer than it may.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was cancelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This machine offers no sandbox.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The replay did not come to the same tree.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The worker made a mistake of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waits for approval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 k</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 M</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>removed on %1 by the policy “%2”</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WorkerVersion</name>
    <message>
        <source>This worker is of version %1, older than this app (%2). Its pages can be read; it may refuse actions that it does not know. Update the worker.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This worker is of version %1, too old for this app (%2). Update the worker, or use an app of its version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This worker is of version %1, newer than this app (%2). Update the app.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This worker does not say a version that this app (%1) understands. Check that the address is that of a MergeLoom worker.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Shows and steers MergeLoom workers. &quot;mergeloom-desktop diff --help&quot; tells how to look at differences.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep connections and places in this file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Print how long the first window took, and end.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::ActivityView</name>
    <message>
        <source>What the stage did</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>running</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::AuditLogPanel</name>
    <message>
        <source>Events verified</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verify now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The worker went away before the log was verified. Verify again when it is back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events are not signed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 events, signed up to %2; not verified yet since the worker started.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>The log does not fit: %n fault(s).</source>
        <translation>
            <numerusform>The log does not fit: %n fault.</numerusform>
            <numerusform>The log does not fit: %n faults.</numerusform>
        </translation>
    </message>
    <message>
        <source>, %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verified up to event %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is being verified.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The worker cannot be reached now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your token only looks (viewer). An operator of this worker may verify the log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Public key: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signed: up to event %1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signed: not yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verified: %1 events read and hashed, %2 checkpoints compared, %3 of them held outside of the database</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Held by %1: up to event %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Held by %1: it did not take the last one: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Held by nobody else: set JCA_WORKER_AUDIT_CHECKPOINT_URL, or give the newest checkpoint to somebody</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reading …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 events</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>The log does not fit: %n fault(s). See the details.</source>
        <translation>
            <numerusform>The log does not fit: %n fault. See the details.</numerusform>
            <numerusform>The log does not fit: %n faults. See the details.</numerusform>
        </translation>
    </message>
    <message>
        <source>All of it fits: %1 events read and hashed.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::AuditPage</name>
    <message>
        <source>Ticket Audit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What every run did, what it cost, and why it ended as it did.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::AuditRunPage</name>
    <message>
        <source>Ticket Audit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Summary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tool calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proof bundle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One page that shows this run and proves its events without a network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It can be done again when it has ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The worker cannot be reached now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Audit of %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be written: %2. Choose another place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saving %1 …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saving %1: %2 so far …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is saved, %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parts of the record</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model called no tool</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its answers are under Stages and Model calls.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No command ran</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Setup and validation come from the repository.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text of the ticket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The ticket in its tracker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repository</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The repository at its code host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What this run did was %1; that it was stays on record.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brief</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The ticket has a title and no text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next stage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stage before</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::AuditSummary</name>
    <message>
        <source>How far the run is proven</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run that was done again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Findings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Found by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was found wrong.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What came of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No stage began.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the model said</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was recorded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No model was asked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It gave no closing statement.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After repair %1 it said: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of its first attempt it said: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recorded: %1 red</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 exit %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Validation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On tree</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n file(s), %1</source>
        <translation>
            <numerusform>%n file, %1</numerusform>
            <numerusform>%n files, %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Diff guard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>did not run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Branch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 pushed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not pushed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Base</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>moved; merged with its newest state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>moved while the run worked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repairs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sandbox</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not recorded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model access</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the program&apos;s own sign-in; it may reach %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>every host, for there was no sandbox</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Removed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a replay; when it is done it is compared with the record.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a replay that ended before it could be compared with the record.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not the same: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every event of this run is under a signed checkpoint; the log was not verified since the worker started.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This run has events that no checkpoint covers yet; one is signed within a minute.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The log does not fit, so nothing is proven of this run. See the details above.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verified with all events of this run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This run has newer events than the last verification; verify again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::BriefPanel</name>
    <message>
        <source>Source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cut</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sources of the brief</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No source is recorded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run ended before the brief was put together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The brief as the model was told</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>As the model was told, %n line(s)</source>
        <translation>
            <numerusform>As the model was told, %n line</numerusform>
            <numerusform>As the model was told, %n lines</numerusform>
        </translation>
    </message>
    <message>
        <source>No model was told anything.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::CallsPanel</name>
    <message>
        <source>Call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ended with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tool calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Provider calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No model was asked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run ended before, or has not come to it yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All calls together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No call is chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose one above: what the model answered and did is shown here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>All %n call(s): %1 in, %2 cached, %3 out, %4 tool calls, %5 retries, %6, cost %7</source>
        <translation>
            <numerusform>%n call: %1 in, %2 cached, %3 out, %4 tool calls, %5 retries, %6, cost %7</numerusform>
            <numerusform>All %n calls: %1 in, %2 cached, %3 out, %4 tool calls, %5 retries, %6, cost %7</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mergeloom::ChangeMap</name>
    <message>
        <source>Map of the changes</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::ChangePanel</name>
    <message>
        <source>No change yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The diff appears here when the run has changed a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The diff is cut: it is too long to be kept whole.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::CommandPalette</name>
    <message>
        <source>Search and commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search pages, workers, runs, tickets, actions …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter opens, Esc closes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has these words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Worker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::CompareBar</name>
    <message>
        <source>From</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>...  since they parted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>..  all that differs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One commit alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Swap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare (Ctrl+Enter)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repository</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“...” shows what the second did since it left the first, “..” all in which the two differ.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Branches and tags as this worker fetched them, %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Branches and tags as this worker fetched them last.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::ComparePage</name>
    <message numerus="yes">
        <source>%n line(s) of runs</source>
        <translation>
            <numerusform>%n line of runs</numerusform>
            <numerusform>%n lines of runs</numerusform>
        </translation>
    </message>
    <message>
        <source>Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Branches, tags and commits of a repository, with the runs that wrote the lines.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repositories</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parts of the comparison</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subject</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Author</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No commit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything in the second is in the first as well.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These are the newest; older ones are left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show this commit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Audit of its run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a repository and what to compare in it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No repository yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tickets need one to go to, and so does a comparison.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comparing %1 …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing could be compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is wrong stands above. Choose something else, or try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is compared yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose two branches or tags, or type the id of a commit, and press Enter. Compared is what this worker fetched last.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From %1 to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no line is known to be of a run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The diff is cut: it is too long to be shown whole.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not all files were searched for lines of runs: it would have taken too long.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commits (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No run of this worker made this commit.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::ConflictBox</name>
    <message>
        <source>nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: there it is %2, here %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save what stands here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take what is there</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::ConnectionDesk</name>
    <message>
        <source>The token is kept for now only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove %1 and its token from this app? The worker itself goes on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keychain of this system cannot be used (%1). The token is kept until the app ends, and in no file; the next time you are asked for it again. To keep it, unlock or start the keychain (GNOME Keyring, KWallet), and give the token again with &quot;Change connection&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The token may still be in the keychain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keychain of this system cannot be used (%1), so the token of the connection was not removed from it. Unlock the keychain and remove the entry &quot;MergeLoom&quot; there.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::ConnectionDialog</name>
    <message>
        <source>Add a worker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As you call it; empty: its host.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SSH host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A name of your ssh configuration, or an address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>User there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty: as ssh is configured.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port of ssh</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty: the agent&apos;s keys, and those that ssh finds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made with &quot;mergeloom-worker token create&quot; or on the page Access; kept in the system&apos;s keychain.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty: the one that is known stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trusted certificate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SHA-256 of the one that is trusted; empty: whom the system trusts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Directly</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Through SSH</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How it is reached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the host at the far end reaches it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of the worker, as your browser would open it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A token has no blanks and no other than ASCII characters. Copy it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The kept token was given for %1. Give one for the new address.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::ConnectionsDialog</name>
    <message>
        <source>Change …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connections</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 through SSH to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens are kept in the keychain of this system, the rest in a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens are kept until the app ends and never in a file, since the keychain of this system cannot be used: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::DashboardPage</name>
    <message>
        <source>Dashboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a ticket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needs a person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last results</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcomes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ended today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spent today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, %1 so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cost unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel %1?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What runs is ended within seconds. Nothing more is pushed; what was recorded stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel the job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The job is being cancelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is queued again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2, queued %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n executor(s) busy</source>
        <translation>
            <numerusform>%1 of %n executor busy</numerusform>
            <numerusform>%1 of %n executors busy</numerusform>
        </translation>
    </message>
    <message>
        <source>none needs a person</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n more need(s) a person</source>
        <translation>
            <numerusform>%n more needs a person</numerusform>
            <numerusform>%n more need a person</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 completed</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1 in %n day(s)</source>
        <translation>
            <numerusform>%1 in %n day</numerusform>
            <numerusform>%1 in %n days</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A queued ticket starts as soon as an executor is free.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing waits for you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Blocked and failed jobs would stand here with what to do.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No result yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first run that ends is listed here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tickets that are queued wait here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave the guide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the guide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Welcome to MergeLoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Three steps from here to a reviewed branch. You can leave at any of them; they stay where they are.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::DayChart</name>
    <message>
        <source>Outcomes of the last days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spend of the last days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing in these days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2 completed, %3 blocked, %4 failed, %5 cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>most: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::DesktopNotices</name>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::DiffBar</name>
    <message>
        <source>Previous change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wrap long lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as patch…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unified</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrangement</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrangement of the two sides (Ctrl+D)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All white space counts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not at line ends</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not its amount</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No white space counts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No empty lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>White space</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which white space makes a difference (Ctrl+I)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Place among the changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n change</numerusform>
            <numerusform>%n changes</numerusform>
        </translation>
    </message>
    <message>
        <source>Change %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::DiffCanvas</name>
    <message>
        <source>Arrow keys move line by line, F8 goes to the next change, [ and ] choose the side.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy with signs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>added</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>removed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>moved here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>moved away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing on this side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Before: nothing on this side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After: nothing on this side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Before, line %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After, line %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run %1 for %2. Click, or press Enter in the line, to open its audit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the audit of the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2, for %3: %4</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::DiffView</name>
    <message>
        <source>Nothing differs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That was the last change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That was the first change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Working</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the diff…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as patch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patches (*.patch *.diff);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The patch cannot be written to %1: %2. Choose another place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The patch was saved as %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why the file is not shown whole</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::DiffWindow</name>
    <message>
        <source>%1 – differences</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::ExtendDialog</name>
    <message>
        <source>More budget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Now %1; the worker allows %2 at most.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Now %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give it more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write how much to add to at least one of them.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::FileHeader</name>
    <message>
        <source>symbolic link</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>submodule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>executable file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>plain file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>size not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>binary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, was %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 % alike</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mode %1 → %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 became %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>line ends became CRLF</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>line ends became LF</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no newline at the end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>had no newline at the end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no line changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Viewed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark as viewed (Ctrl+M)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1  ←  %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::FileTree</name>
    <message>
        <source>Filter files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Summary of the changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, was %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2, %3 lines added, %4 removed%5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, viewed</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n file(s)</source>
        <translation>
            <numerusform>%1 of %n file</numerusform>
            <numerusform>%1 of %n files</numerusform>
        </translation>
    </message>
    <message>
        <source>%1   +%2 −%3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>   %1 viewed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No file changed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::FindBar</name>
    <message>
        <source>Find in this diff</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Match case</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whole words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Places found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous place (Shift F3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next place (F3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the find bar (Escape)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not found</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n place(s)</source>
        <translation>
            <numerusform>%n place</numerusform>
            <numerusform>%n places</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mergeloom::FirstSteps</name>
    <message>
        <source>Three steps to the first branch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set up a provider</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The AI back end that does the work: an API key, or an endpoint of your own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set one up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a repository</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the code is, and the commands that say whether a change is good.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a ticket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say what should change. The worker does the rest and pushes a branch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at it: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::FormActions</name>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save and test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discard your changes?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you have changed here is not saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discard them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep editing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This form has changes that are not saved. Save them, or go back to discard them.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::HealthPage</name>
    <message>
        <source>Health</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Executors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No executor is connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jobs wait until one is; look at the log of the worker.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything that is checked is as it should be.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n check(s) want(s) attention.</source>
        <translation>
            <numerusform>%n check wants attention.</numerusform>
            <numerusform>%n checks want attention.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mergeloom::HelpWindow</name>
    <message>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guides</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::ImagePair</name>
    <message>
        <source>Picture before and after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Before: %1. After: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There was none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is gone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 × %2 pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>− Before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>+ After</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It could not be read.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::KeptSettings</name>
    <message>
        <source>The connection &quot;%1&quot; in %2 was left out: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has no id.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The settings in %1 cannot be read (%2). They were put aside as %3; the app starts with none.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::LocalSearch</name>
    <message>
        <source>No worker answers at %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This machine</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::MainWindow</name>
    <message>
        <source>Search and commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a worker …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connections …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fold or unfold the pages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About MergeLoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · %2 · MergeLoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MergeLoom %1, desktop app
Qt %2

Free software under the GNU General Public License, version 3 or later. Icons: Lucide (ISC licence).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is of version %2; you are %3 (%4) there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::MarkdownPreview</name>
    <message>
        <source>Preview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you write is shown here as it will be read.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::NoticeLine</name>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::PatchCompletion</name>
    <message>
        <source>The whole file is read when %1 can be reached again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::ProviderForm</name>
    <message>
        <source>It comes from the environment of this worker (JCA_PROVIDER_CONFIG_MODE=provisioned). You can look at it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As usual</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept; type to replace it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> Fixed by %1 in the worker&apos;s environment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> Set by %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> Can also be set by %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (optional)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name (optional)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What pages call it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The default one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Used where a repository names no other.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The worker cannot be reached now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It comes from the environment of the worker.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A test is under way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only an admin of this worker may change it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody has removed this provider meanwhile. Save again to make it anew, with what stands here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody else has changed this provider meanwhile. Nothing was saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove this provider?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its key is deleted. Repositories that name it fall back to nothing until they are changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is being saved.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::ProvidersPage</name>
    <message>
        <source>Add a provider</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Providers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The AI back ends that do the work. Keys are sealed on the worker and never shown again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set up %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No provider yet. Which kind do you have?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which kind?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No provider yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask an admin of this worker to set one up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set it up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>own sign-in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>key from %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>key stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no key stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They come from the environment of this worker (JCA_PROVIDER_CONFIG_MODE=provisioned); change the variables there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None is set yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each kind names its own variables in the worker&apos;s help.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>default</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) offered</source>
        <translation>
            <numerusform>%n model offered</numerusform>
            <numerusform>%n models offered</numerusform>
        </translation>
    </message>
    <message>
        <source>asked %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::Rail</name>
    <message>
        <source>Pages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (Ctrl %2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unfold</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::RawEvents</name>
    <message>
        <source>Event</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time (UTC)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events of the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No event of this kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another type, or clear the filter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type of event</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All types</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter what is read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to event …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to event</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show what came before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the event</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save its proof</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That this event is in the log; “mergeloom-worker audit check-proof” checks it with the public key alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The event as JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 shown of %2 events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Event %1, number %2 of the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose an event to see all of it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::RecordTable</name>
    <message>
        <source>Show more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading …</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::RefBox</name>
    <message>
        <source>Branch, tag or commit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Branch</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::RepositoriesPage</name>
    <message>
        <source>Repositories</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where tickets may lead, and what must be green before anything is pushed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repository</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Branch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No repository yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A credential is stored.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No credential is stored.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Setup: none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Setup: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Validation: none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Validation (%1): %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A person approves each change before it is pushed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take no more tickets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take tickets again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking the remote of %1 …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 takes tickets again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 takes no more tickets.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a repository</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tickets need one to go to. HTTPS, SSH and local paths all work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the code is, and how the worker knows that a change is good.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changes hold from the next run on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is removed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::RepositoryForm</name>
    <message>
        <source>Hide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept; type to replace it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fixed by %1 in the worker&apos;s environment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The worker cannot be reached now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is being saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only an admin of this worker may change it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody has removed this repository meanwhile. Save again to make it anew, with what stands here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody else has changed this repository meanwhile. Nothing was saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking the remote …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 Branch %2, newest commit %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove %1?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tickets can no longer go to it. Past runs and their record stay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove it</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::RunFilterBar</name>
    <message>
        <source>Search runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search ticket, summary, branch …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcome: all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repository</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repository: all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Provider</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Provider: all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More filters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason: all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Requester</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Requester: all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model: all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Branch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pushed or not</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pushed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not pushed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticket, whole key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Branch name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Branch, whole name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Started from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From, 2026-01-31</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Started to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To, 2026-01-31</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost from, in dollars</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost from, in $</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More filters (%1)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::RunHead</name>
    <message>
        <source>Repository</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Branch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Provider and model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Requester</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens and cost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sandbox</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>validated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>validation failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not validated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pushed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>recorded answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no sandbox</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, run %2, %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, began %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 tokens, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cost unknown</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::RunHold</name>
    <message>
        <source>Legal hold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Place a legal hold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Release the hold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Legal hold by %1, %2: %3. Nothing of this run is removed while it stands.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No legal hold stands on this run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason. It stands in the audit log with your name:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A legal hold needs a reason; none was placed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hold stands.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Release the legal hold?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The retention policies hold for this run again; their next run may remove parts of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Release it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hold was released.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::RunNotices</name>
    <message>
        <source>%1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 asks for approval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · %2 (%3)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::RunPage</name>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parts of the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Activity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text of the ticket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Audit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for an executor to take the job …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is %2. %3
The run appears here as soon as an executor begins it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What this run did was %1; that it was stays on record.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The ticket has a title and no text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is queued again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare with its base</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::RunsPage</name>
    <message>
        <source>Runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every execution of a job, newest first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has run yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A run begins when a ticket is queued and an executor takes it. Write a ticket under Tickets.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No run fits these filters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take some of them away, or clear all.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::SelfTestReport</name>
    <message>
        <source>The worker went away before the test was over. Test again when it is back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking the model to read, edit and run something small …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model works on a small task …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> It took %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It works.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It does not work, and the worker did not say why. Look at its log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run a command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finish with a structured answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, %1 tokens</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::ShortcutSheet</name>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::SignInPanel</name>
    <message>
        <source>Sign-in on the worker&apos;s host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open this page and sign in:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter this code there:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The code from that page; it goes to the program alone and is not kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The code from that page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hand over the code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the program says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only go on with a sign-in that you began here yourself. It is kept on the worker&apos;s host; for executors on other hosts, run “mergeloom-worker provider login %1” there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only an admin of this worker may sign in, while it can be reached.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not begun</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>signing in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>signed in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>given up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program waits for the code.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program starts …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting until you have signed in there …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The worker starts the program&apos;s own login, and shows its link and code here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is given up by itself %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the whole code from that page first.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::SshMessages</name>
    <message>
        <source>Messages of ssh · %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::SshTunnel</name>
    <message>
        <source>The host&apos;s key is not known yet. Run `%1` once in a terminal and compare its key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host shows another key than before. Ask who runs it before you go on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host does not accept the key. Check user and key; a key with a passphrase must be in the agent (ssh-add).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host&apos;s name is not known. Check its spelling, and the network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check with `%1` in a terminal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program %1 cannot be started: %2. Install OpenSSH.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ssh to %1 ended with code %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting to %1 …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connected.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::StageList</name>
    <message>
        <source>Stages</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::StagePanel</name>
    <message>
        <source>Show what came before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow the newest line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to see yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the stage does appears here as it happens.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, took %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::StateBanner</name>
    <message>
        <source>Tried again in %1 s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trying again …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you see is from %1.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::StateButtons</name>
    <message>
        <source>Try now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at the certificate …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change connection …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages of ssh</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::StateView</name>
    <message>
        <source>Add a worker …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Welcome to MergeLoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This app shows and steers workers that turn tickets into validated branches: on this machine, in your network, or through SSH. Connect to the first one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect to the worker on this machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 answers at %2; it will ask for a token.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 answers at %2.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::SteeringBar</name>
    <message>
        <source>What was sent to the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason (optional)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reject</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at the change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tell the agent something … (Enter sends, Shift Enter begins a line)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message to the agent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More budget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for an approval before publishing. %1
Asked %2. Without an answer the run ends %3, and nothing is pushed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 paused this run %2. It waits as soon as what runs now has come to its end.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 paused this run %2. It waits before %3; its time limit does not pass.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The worker cannot be reached now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your token only looks (viewer). An operator of this worker may steer runs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write something first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A message has at most %1 characters; this one has %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel this run?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What runs is ended within seconds. Nothing more is pushed; what was recorded stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel the run</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::TicketForm</name>
    <message>
        <source>Preview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say what should be different afterwards</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repository</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is wrong or missing, where, and how one sees that it is done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Description</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Markdown. Name files and acceptance criteria: the clearer the ticket, the fewer repairs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty: the next free LOCAL number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parted by commas.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Priority</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Higher goes first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue the ticket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you write is kept here until it is queued.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No repository can take tickets yet. Add one under Repositories; what you write here is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the ticket a title.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the repository that it is about.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The worker cannot be reached now; the ticket was not sent, and is kept here.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::TicketsPage</name>
    <message>
        <source>Write a ticket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was kept but not queued.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search key or title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search tickets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repository</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Requester</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tickets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open its run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This worker takes its jobs from %1. Write the ticket there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is queued at once; an executor takes it, and you can watch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Work that was asked for, and where it stands.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This worker takes its jobs from %1. Write tickets there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No ticket yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A ticket says what should change in a repository. It becomes a job, and a job becomes a branch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No ticket has that in its key or title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search for less.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel %1?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What runs is ended within seconds. Nothing more is pushed; what was recorded stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel the job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The job is being cancelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is queued again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::TokenStore</name>
    <message>
        <source>no keychain service answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is locked</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::TopBar</name>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Worker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search or go to …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search or go to …   Ctrl K</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Menu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No worker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No worker; opens the list of workers</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n other(s) not online</source>
        <translation>
            <numerusform>%n other not online</numerusform>
            <numerusform>%n others not online</numerusform>
        </translation>
    </message>
    <message>
        <source>Worker %1, %2; opens the list of workers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a worker …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connections …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme: %1. Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::Tray</name>
    <message>
        <source>MergeLoom · %1 of %2 workers online</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open MergeLoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::TrustDialog</name>
    <message>
        <source>Fingerprint %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Certificate of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The certificate has changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do you know this certificate?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SHA-256 fingerprint that %1 shows now:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The one that you trust:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare it with what the worker&apos;s own machine says:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>If you trust it, this app sends your token to whoever holds its key, and to nobody else at this address: from then on every other certificate is refused, even one that the system trusts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trust this certificate</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::Worker</name>
    <message>
        <source>Not connected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting to %1 …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 asks for a token, and none is known. Give one with &quot;Change connection&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 does not accept the token. Give another with &quot;Change connection&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 did not answer in time. Is it busy, or stopped?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be reached at %2. Is it started, and is the network there?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 shows a certificate that nobody known here has signed: %2. Compare its fingerprint before you trust it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The trusted certificate of %1 cannot be used any more: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 shows another certificate than the one you trust. It was renewed, or somebody is between you and it. Ask who runs it, and compare the fingerprint before you trust the new one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keychain is asked for the token. It may want to be unlocked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 asks for a token, and the keychain of this system cannot be asked for it: %2. Unlock or start the keychain and try again, or give the token with &quot;Change connection&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>mergeloom::WorkerPage</name>
    <message>
        <source>Your token only looks (viewer). An operator of this worker may do it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only an admin of this worker may change it; your token is of the role %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is no web address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open this page in the browser?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be reached now; nothing was sent. %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
