// apply_patch: any text is a patch or an error, and its chunks fit a file or do not.
#include "service/tools/PatchText.h"
#include "tests/fuzz/Fuzz.h"

using namespace mergeloom;

MERGELOOM_FUZZER(input)
{
    // The file first, then the patch.
    const qsizetype border = std::max<qsizetype>(0, input.indexOf("*** Begin Patch"));
    const QByteArray file = input.first(border).toByteArray();
    const auto patches = parsePatch(QString::fromUtf8(input.sliced(border)));
    if (!patches)
        return fuzz::demand(!patches.error().message.isEmpty(), "an error says what is wrong");
    for (const FilePatch &patch : *patches) {
        fuzz::demand(!patch.path.isEmpty(), "a patch names its file");
        if (patch.kind == FilePatch::Kind::Update)
            (void)applyChunks(file, patch);
    }
}
