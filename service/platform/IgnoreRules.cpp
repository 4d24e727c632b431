#include "service/platform/IgnoreRules.h"

#include <cctype>

namespace mergeloom {

namespace {

bool isInClass(std::string_view name, unsigned char c)
{
    struct Class {
        std::string_view name;
        int (*contains)(int);
    };
    static constexpr Class classes[] = {{"alnum", std::isalnum}, {"alpha", std::isalpha}, {"blank", std::isblank},
        {"cntrl", std::iscntrl}, {"digit", std::isdigit}, {"graph", std::isgraph}, {"lower", std::islower},
        {"print", std::isprint}, {"punct", std::ispunct}, {"space", std::isspace}, {"upper", std::isupper},
        {"xdigit", std::isxdigit}};
    for (const Class &known : classes)
        if (known.name == name)
            return known.contains(c) != 0;
    return false;
}

/// `at` stands behind the `[`; afterwards behind the `]`, or at npos when there is none.
bool matchBracket(std::string_view pattern, size_t &at, unsigned char c)
{
    bool isNegated = at < pattern.size() && (pattern[at] == '!' || pattern[at] == '^');
    at += isNegated ? 1 : 0;
    bool isFound = false;
    for (bool isFirst = true; at < pattern.size() && (isFirst || pattern[at] != ']'); isFirst = false) {
        if (pattern.substr(at, 2) == "[:") {
            const size_t end = pattern.find(":]", at + 2);
            if (end == std::string_view::npos)
                break;
            isFound = isInClass(pattern.substr(at + 2, end - at - 2), c) || isFound;
            at = end + 2;
            continue;
        }
        if (pattern[at] == '\\' && at + 1 < pattern.size())
            ++at;
        const auto low = static_cast<unsigned char>(pattern[at++]);
        unsigned char high = low;
        if (at + 1 < pattern.size() && pattern[at] == '-' && pattern[at + 1] != ']') {
            ++at;
            if (pattern[at] == '\\' && at + 1 < pattern.size())
                ++at;
            high = static_cast<unsigned char>(pattern[at++]);
        }
        isFound = (low <= c && c <= high) || isFound;
    }
    if (at >= pattern.size()) {
        at = std::string_view::npos;
        return false;
    }
    ++at;
    return isFound != isNegated && c != '/';
}

/// One step of the pattern that takes exactly one character.
bool matchOne(std::string_view pattern, size_t &at, char c)
{
    switch (pattern[at]) {
    case '?':
        ++at;
        return c != '/';
    case '[': {
        size_t next = at + 1;
        if (!matchBracket(pattern, next, static_cast<unsigned char>(c)))
            return false;
        at = next;
        return true;
    }
    case '\\':
        if (at + 1 < pattern.size())
            ++at;
        [[fallthrough]];
    default:
        return pattern[at++] == c;
    }
}

constexpr size_t nowhere = std::string_view::npos;

} // namespace

bool wildMatch(std::string_view pattern, std::string_view text)
{
    size_t p = 0;
    size_t t = 0;
    // Where to go on when what follows a star does not fit. The last star is enough: an earlier one ends at the same slash.
    size_t afterStar = nowhere;
    size_t starText = 0;
    size_t afterDouble = nowhere;
    size_t doubleText = 0;
    for (;;) {
        if (p == pattern.size() && t == text.size())
            return true;
        if (p < pattern.size() && pattern[p] == '*') {
            const bool isDouble = pattern.substr(p, 2) == "**" && (p == 0 || pattern[p - 1] == '/')
                && (p + 2 == pattern.size() || pattern[p + 2] == '/');
            if (isDouble && p + 2 == pattern.size())
                return t < text.size();
            if (isDouble) {
                p += 3;
                afterDouble = p;
                doubleText = t;
                afterStar = nowhere;
            } else {
                while (p < pattern.size() && pattern[p] == '*')
                    ++p;
                afterStar = p;
                starText = t;
            }
            continue;
        }
        if (size_t next = p; p < pattern.size() && t < text.size() && matchOne(pattern, next, text[t])) {
            p = next;
            ++t;
            continue;
        }
        if (afterStar != nowhere && starText < text.size() && text[starText] != '/') {
            t = ++starText;
            p = afterStar;
            continue;
        }
        const size_t slash = afterDouble == nowhere ? nowhere : text.find('/', doubleText);
        if (slash == nowhere)
            return false;
        t = doubleText = slash + 1;
        p = afterDouble;
        afterStar = nowhere;
    }
}

IgnoreRules::Shared IgnoreRules::none() { return std::make_shared<IgnoreRules>(); }

IgnoreRules::Shared IgnoreRules::extend(Shared parent, std::string directory, std::string_view content)
{
    auto rules = std::make_shared<IgnoreRules>();
    rules->m_parent = std::move(parent);
    rules->m_directory = std::move(directory);
    if (content.substr(0, 3) == "\xef\xbb\xbf")
        content.remove_prefix(3);
    while (!content.empty()) {
        const size_t end = content.find('\n');
        Pattern pattern;
        if (parse(content.substr(0, end), pattern))
            rules->m_patterns.push_back(std::move(pattern));
        content.remove_prefix(end == nowhere ? content.size() : end + 1);
    }
    return rules;
}

bool IgnoreRules::parse(std::string_view line, Pattern &pattern)
{
    if (!line.empty() && line.back() == '\r')
        line.remove_suffix(1);
    while (!line.empty() && line.back() == ' ' && !(line.size() > 1 && line[line.size() - 2] == '\\'))
        line.remove_suffix(1);
    if (line.empty() || line[0] == '#')
        return false;
    if (line[0] == '!') {
        pattern.isNegated = true;
        line.remove_prefix(1);
    }
    if (!line.empty() && line.back() == '/') {
        pattern.isForDirectories = true;
        line.remove_suffix(1);
    }
    pattern.isAnchored = line.find('/') != nowhere;
    if (!line.empty() && line[0] == '/')
        line.remove_prefix(1);
    pattern.text = line;
    pattern.isLiteral = line.find_first_of("*?[\\") == nowhere;
    return !line.empty();
}

bool IgnoreRules::isIgnored(std::string_view path, bool isDirectory) const
{
    const size_t slash = path.rfind('/');
    const std::string_view name = slash == nowhere ? path : path.substr(slash + 1);
    for (const IgnoreRules *rules = this; rules; rules = rules->m_parent.get()) {
        const std::string_view below = path.substr(rules->m_directory.size());
        for (auto pattern = rules->m_patterns.rbegin(); pattern != rules->m_patterns.rend(); ++pattern) {
            if (pattern->isForDirectories && !isDirectory)
                continue;
            const std::string_view text = pattern->isAnchored ? below : name;
            if (pattern->isLiteral ? text == pattern->text : wildMatch(pattern->text, text))
                return !pattern->isNegated;
        }
    }
    return false;
}

} // namespace mergeloom
