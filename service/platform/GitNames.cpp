#include "service/platform/GitNames.h"

#include <algorithm>
#include <string>

namespace mergeloom {

namespace {

bool isSameIgnoringCase(std::string_view a, std::string_view lowerCase)
{
    return a.size() == lowerCase.size() && std::equal(a.begin(), a.end(), lowerCase.begin(), [](char x, char y) {
        return (x >= 'A' && x <= 'Z' ? char(x + 32) : x) == y;
    });
}

/// HFS+ leaves these code points out when it compares names (U+200C–200F, 202A–202E, 206A–206F, FEFF).
std::string withoutInvisible(std::string_view name)
{
    std::string seen;
    for (size_t i = 0; i < name.size();) {
        const std::string_view three = name.substr(i, 3);
        const bool isInvisible = three.size() == 3
            && ((three.substr(0, 2) == "\xe2\x80"
                    && ((three[2] >= '\x8c' && three[2] <= '\x8f') || (three[2] >= '\xaa' && three[2] <= '\xae')))
                || (three.substr(0, 2) == "\xe2\x81" && three[2] >= '\xaa' && three[2] <= '\xaf')
                || three == "\xef\xbb\xbf");
        if (isInvisible) {
            i += 3;
            continue;
        }
        seen += name[i++];
    }
    return seen;
}

} // namespace

bool namesGitDirectory(std::string_view name)
{
    if (name.empty())
        return false;
    if (name[0] != '.' && name[0] != 'g' && name[0] != 'G' && name[0] != '\xe2' && name[0] != '\xef')
        return false;
    const std::string visible = withoutInvisible(name);
    std::string_view bare = visible;
    bare = bare.substr(0, bare.find(':')); // an NTFS stream of it
    while (!bare.empty() && (bare.back() == ' ' || bare.back() == '.'))
        bare.remove_suffix(1); // NTFS drops them
    return isSameIgnoringCase(bare, ".git") || isSameIgnoringCase(bare, "git~1");
}

} // namespace mergeloom
