<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Cell</name>
    <message>
        <source>yes</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>no</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 bytes</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>just now</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 s</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 min</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 h</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 d</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 ago</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>in %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 ms</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>Connection</name>
    <message>
        <source>Give the address of the worker, such as http://127.0.0.1:8010.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>"%1" is no address of a worker. Give it as http://host:port or https://host:port.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The address must not hold a user or a password; the token has its own field.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The address must end before "?" and "#". Give it as http://host:port.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The name is longer than %1 characters. Shorten it.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A fingerprint is 32 pairs of hexadecimal digits with colons between them (SHA-256).</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Give the host that ssh goes to: a name or an address, without user and port.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This cannot be the name of a user on the host.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A port is a number from 1 to 65535.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This cannot be the path of a key.</source>
        <translation type="unfinished" />
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
        <translation type="unfinished" />
    </message>
    <message>
        <source>An argument is empty.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>--repo needs one range of commits, as in main..topic.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Nothing to compare was given.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Only two files or folders can be compared.</source>
        <translation type="unfinished" />
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
        <translation type="unfinished" />
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
        <translation type="unfinished" />
    </message>
    <message>
        <source>The repository has no commit “%1”. Check the name, or fetch it first.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>git lists the changes in a way that this program does not know.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This clone has no object %1. Fetch it first.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>git gave an object only in part. Try “git fsck” in the repository.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 in %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 does not exist. Check the name.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 is a folder. Name two files or two folders.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 cannot be read: %2. Check its permissions.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 gives more than %2 MiB. Compare a part of it.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 cannot be read: %2.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The folder %1 cannot be read. Check its name and permissions.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 holds more than %2 files. Compare a folder in it.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Loading the diff was cancelled.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 and %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Standard input</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Standard input cannot be read. Give the patch as a file.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The patch is larger than %1 MiB. Give a part of it.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The patch %1 is larger than %2 MiB. Give a part of it.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>added</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>deleted</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>renamed</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>copied</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>modified</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>binary</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The git program cannot be started: %1. Install git.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>What changed is too large to be shown. Choose a smaller range.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>git cannot read %1: %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The SVG is too large for a picture.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The SVG holds &lt;%1&gt;, which is not drawn here. Its text is below.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The SVG is too complex for a picture.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The SVG refers to something outside of itself, so it is not drawn. Its text is below.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The SVG is broken: %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The SVG cannot be drawn.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The file is empty.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The picture is larger than %1 MiB and not shown.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The file is no picture of the kind that its name says.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The picture has %1 × %2 pixels, too many to be shown.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The picture cannot be decoded: %1</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>Field</name>
    <message>
        <source>Id</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Title</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Status</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Outcome</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Stage</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Branch</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Repository</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Provider</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Requester</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Ticket</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Created</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Updated</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Started</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Ended</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Checked</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Last seen</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Duration</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Cost</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Tokens</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Version</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Path</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Role</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>State</name>
    <message>
        <source>offline</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>connecting</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>online</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>refused</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>other version</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>running</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>starting</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>queued</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>idle</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>away</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>completed</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>passed</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>approved</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>ready</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>ok</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>allowed</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>blocked</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>flagged</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>paused</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>waiting</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>warning</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>publish failed</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>failing</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>rejected</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>cancelled</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>skipped</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>WorkerVersion</name>
    <message>
        <source>This worker is of version %1, older than this app (%2). Its pages can be read; it may refuse actions that it does not know. Update the worker.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This worker is of version %1, too old for this app (%2). Update the worker, or use an app of its version.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This worker is of version %1, newer than this app (%2). Update the app.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This worker does not say a version that this app (%1) understands. Check that the address is that of a MergeLoom worker.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Shows and steers MergeLoom workers. "mergeloom-desktop diff --help" tells how to look at differences.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Keep connections and places in this file.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Print how long the first window took, and end.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>mergeloom::ChangeMap</name>
    <message>
        <source>Map of the changes</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>mergeloom::CommandPalette</name>
    <message>
        <source>Search and commands</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Search pages, workers, runs, tickets, actions …</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>What was found</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Enter opens, Esc closes</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Page</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Worker</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Action</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Ticket</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>mergeloom::ConnectionDesk</name>
    <message>
        <source>The token is kept for now only</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The keychain of this system cannot be used (%1). The token is kept until the app ends, and in no file; the next time you are asked for it again.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Remove the connection</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Remove %1 and its token from this app? The worker itself goes on.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>mergeloom::ConnectionDialog</name>
    <message>
        <source>Add a worker</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Change connection</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>As you call it; empty: its host.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>SSH host</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A name of your ssh configuration, or an address.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>User there</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Empty: as ssh is configured.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Port of ssh</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Key file</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Empty: the agent's keys, and those that ssh finds.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Token</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Made with "mergeloom-worker token create" or on the page Access; kept in the system's keychain.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Empty: the one that is known stays.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Trusted certificate</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>SHA-256 of the one that is trusted; empty: whom the system trusts.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Connect</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Directly</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Through SSH</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>How it is reached</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>As the host at the far end reaches it.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Of the worker, as your browser would open it.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A token has no blanks and no other than ASCII characters. Copy it again.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The kept token was given for %1. Give one for the new address.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>mergeloom::ConnectionsDialog</name>
    <message>
        <source>Change …</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Connections</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Add …</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 through SSH to %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Tokens are kept in the keychain of this system, the rest in a file.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Tokens are kept until the app ends and never in a file, since the keychain of this system cannot be used: %1</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>mergeloom::DiffBar</name>
    <message>
        <source>Previous change</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Next change</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Find</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Wrap long lines</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Save as patch…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Automatic</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Side by side</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Unified</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Arrangement</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Arrangement of the two sides (Ctrl+D)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>All white space counts</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Not at line ends</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Not its amount</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>No white space counts</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>No empty lines</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>White space</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Which white space makes a difference (Ctrl+I)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Place among the changes</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished" />
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
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>mergeloom::DiffCanvas</name>
    <message>
        <source>Arrow keys move line by line, F8 goes to the next change, [ and ] choose the side.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Changed lines</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Run %1 for %2. Click to open it.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Copy with signs</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Select all</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>added</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>removed</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>moved here</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>moved away</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>nothing on this side</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>unchanged</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>No lines</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Before: nothing on this side</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>After: nothing on this side</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Before, line %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>After, line %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1, %2: %3</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>mergeloom::DiffView</name>
    <message>
        <source>Nothing differs.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>That was the last change</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>That was the first change</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Working</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Reading the diff…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Save as patch</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Patches (*.patch *.diff);;All files (*)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The patch cannot be written to %1: %2. Choose another place.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The patch was saved as %1.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>mergeloom::DiffWindow</name>
    <message>
        <source>%1 – differences</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>mergeloom::FileHeader</name>
    <message>
        <source>symbolic link</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>submodule</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>executable file</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>plain file</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>size not known</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>binary</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1, was %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 % alike</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>mode %1 → %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 became %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>line ends became CRLF</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>line ends became LF</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>no newline at the end</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>had no newline at the end</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>empty</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>no line changed</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Viewed</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Mark as viewed (Ctrl+M)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1  ←  %2</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>mergeloom::FileTree</name>
    <message>
        <source>Filter files</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Summary of the changes</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Changed files</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1, was %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1, %2, %3 lines added, %4 removed%5</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>, viewed</source>
        <translation type="unfinished" />
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
        <translation type="unfinished" />
    </message>
    <message>
        <source>   %1 viewed</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>No file changed</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>mergeloom::FindBar</name>
    <message>
        <source>Find in this diff</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Match case</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Whole words</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Regular expression</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Places found</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Previous place (Shift F3)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Next place (F3)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Close the find bar (Escape)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Not found</source>
        <translation type="unfinished" />
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
    <name>mergeloom::ImagePair</name>
    <message>
        <source>Picture before and after</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Before: %1. After: %2.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>There was none</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>It is gone</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 × %2 pixels</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>− Before</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>+ After</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Loading…</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>mergeloom::KeptSettings</name>
    <message>
        <source>The connection "%1" in %2 was left out: %3</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>it has no id.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The settings in %1 cannot be read (%2). They were put aside as %3; the app starts with none.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>mergeloom::LocalSearch</name>
    <message>
        <source>No worker answers at %1.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This machine</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>mergeloom::MainWindow</name>
    <message>
        <source>Search and commands</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Reload</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Forward</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Add a worker …</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Connections …</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Change the theme</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Fold or unfold the pages</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Notifications</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>About MergeLoom</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 · %2 · MergeLoom</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>MergeLoom %1, desktop app
Qt %2

Free software under the GNU General Public License, version 3 or later. Icons: Lucide (ISC licence).</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 is of version %2; you are %3 (%4) there.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>mergeloom::Rail</name>
    <message>
        <source>Pages</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 (Ctrl %2)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Fold</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Unfold</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>mergeloom::RecordTable</name>
    <message>
        <source>Show more</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Loading …</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>mergeloom::RunNotices</name>
    <message>
        <source>%1 %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 asks for approval</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 · %2 (%3)</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>mergeloom::ShortcutSheet</name>
    <message>
        <source>Keys</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This page</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Everywhere</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>mergeloom::SshMessages</name>
    <message>
        <source>Messages of ssh · %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>mergeloom::SshTunnel</name>
    <message>
        <source>The host's key is not known yet. Run `%1` once in a terminal and compare its key.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The host shows another key than before. Ask who runs it before you go on.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The host does not accept the key. Check user and key; a key with a passphrase must be in the agent (ssh-add).</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The host's name is not known. Check its spelling, and the network.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Check with `%1` in a terminal.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The program %1 cannot be started: %2. Install OpenSSH.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>ssh to %1 ended with code %2.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Connecting to %1 …</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Connected.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>mergeloom::StateBanner</name>
    <message>
        <source>What you see is from before.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Tried again in %1 s.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Trying again …</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>mergeloom::StateButtons</name>
    <message>
        <source>Try now</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Look at the certificate …</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Change connection …</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Messages of ssh</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>mergeloom::StateView</name>
    <message>
        <source>Add a worker …</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Welcome to MergeLoom</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This app shows and steers workers that turn tickets into validated branches: on this machine, in your network, or through SSH. Connect to the first one.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Connect to the worker on this machine</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 answers at %2; it will ask for a token.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 answers at %2.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>mergeloom::TopBar</name>
    <message>
        <source>Back</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Forward</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Worker</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Search or go to …</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Search or go to …   Ctrl K</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Theme</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Menu</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>No worker</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>No worker; opens the list of workers</source>
        <translation type="unfinished" />
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
        <translation type="unfinished" />
    </message>
    <message>
        <source>Add a worker …</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Connections …</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>as the system</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>light</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>dark</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Theme: %1. Change</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Theme: %1</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>mergeloom::Tray</name>
    <message>
        <source>MergeLoom · %1 of %2 workers online</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Open MergeLoom</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Notifications</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>mergeloom::TrustDialog</name>
    <message>
        <source>Fingerprint %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Certificate of %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The certificate has changed</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Do you know this certificate?</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>SHA-256 fingerprint that %1 shows now:</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The one that you trust:</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Compare it with what the worker's own machine says:</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>If you trust it, this app sends your token to whoever holds its key, and to nobody else at this address: from then on every other certificate is refused, even one that the system trusts.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Do not connect</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Trust this certificate</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>mergeloom::Worker</name>
    <message>
        <source>Not connected.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Connecting to %1 …</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 asks for a token, and none is known. Give one with "Change connection".</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 does not accept the token. Give another with "Change connection".</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 did not answer in time. Is it busy, or stopped?</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 cannot be reached at %2. Is it started, and is the network there?</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 shows a certificate that nobody known here has signed: %2. Compare its fingerprint before you trust it.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The trusted certificate of %1 cannot be used any more: %2.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 shows another certificate than the one you trust. It was renewed, or somebody is between you and it. Ask who runs it, and compare the fingerprint before you trust the new one.</source>
        <translation type="unfinished" />
    </message>
</context>
</TS>
