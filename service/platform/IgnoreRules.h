#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mergeloom {

/// The `.gitignore` files that hold for one directory, as in gitignore(5). Immutable, shared between threads. libgit2's own
/// would open whatever a program has put in place of a `.gitignore`.
class IgnoreRules
{
public:
    using Shared = std::shared_ptr<const IgnoreRules>;

    /// No rules at all.
    static Shared none();
    /// `parent` and the content of the `.gitignore` in `directory` ("" or "a/b/").
    static Shared extend(Shared parent, std::string directory, std::string_view content);

    /// By the rules that stand above and in the path's own directory; that no parent of it is ignored is the caller's to know.
    bool isIgnored(std::string_view path, bool isDirectory) const;

private:
    struct Pattern {
        std::string text;
        bool isNegated = false;
        bool isForDirectories = false;
        bool isAnchored = false; ///< compared with the path below the directory, not with the name alone
        bool isLiteral = false;
    };
    static bool parse(std::string_view line, Pattern &pattern);

    Shared m_parent;
    std::string m_directory;
    std::vector<Pattern> m_patterns;
};

/// git's wildmatch with WM_PATHNAME, in linear space and without recursion.
bool wildMatch(std::string_view pattern, std::string_view text);

} // namespace mergeloom
