#include "desktop/diff/SyntaxLexers.h"

#include "desktop/diff/Scintilla.h"

#include <QHash>

namespace mergeloom {

namespace {

/// A language of C's shape, which QScintilla has no lexer for.
class KeywordLexer : public QsciLexerCPP
{
public:
    explicit KeywordLexer(const char *words) : m_words(words) {}
    const char *keywords(int set) const override { return set == 1 ? m_words : nullptr; }

private:
    const char *m_words;
};

constexpr const char *const goWords =
    "break case chan const continue default defer else fallthrough for func go goto if import "
    "interface map package range return select struct switch type var nil true false iota "
    "string int int64 uint byte rune bool error float64 any";
constexpr const char *const kotlinWords =
    "as break class continue do else false for fun if in interface is null object package "
    "return super this throw true try typealias val var when while by catch constructor "
    "finally get import init set where abstract companion data enum final inline internal "
    "lateinit open operator out override private protected public sealed suspend";
constexpr const char *const swiftWords =
    "class deinit enum extension func import init inout let operator private protocol public "
    "static struct subscript typealias var break case continue default defer do else for "
    "guard if in repeat return switch where while as catch false is nil super self throw "
    "throws true try async await internal fileprivate override mutating weak lazy";
constexpr const char *const protoWords =
    "syntax import option package message enum service rpc returns repeated optional required "
    "oneof map reserved extend stream true false string bytes bool int32 int64 uint32 uint64 "
    "double float";

/// Scintilla's own lexer for Rust, whose styles QScintilla does not describe.
class RustLexer : public QsciLexer
{
public:
    const char *language() const override { return "Rust"; }
    const char *lexer() const override { return "rust"; }
    const char *keywords(int set) const override
    {
        if (set == 1)
            return "as async await break const continue crate dyn else enum extern false fn for if impl in let loop match "
                   "mod move mut pub ref return self static struct super trait true type union unsafe use where while";
        return set == 2
            ? "Self bool char f32 f64 i8 i16 i32 i64 isize str u8 u16 u32 u64 usize Option Result String Vec Box"
            : nullptr;
    }
    QString description(int style) const override
    {
        static const char *const names[] = {"Default", "Comment", "Comment", "Comment", "Comment", "Number", "Keyword",
            "Type", "Type", "Type", "Type", "Type", "Type", "String", "String", "String", "Operator", "Identifier",
            "Lifetime class", "Preprocessor", "Default", "String", "String", "String"};
        return style >= 0 && style < int(std::size(names)) ? QString::fromLatin1(names[style]) : QString();
    }
};

template <class T>
std::unique_ptr<QsciLexer> made()
{
    return std::make_unique<T>();
}

template <const char *const &words>
std::unique_ptr<QsciLexer> madeOf()
{
    return std::make_unique<KeywordLexer>(words);
}

std::unique_ptr<QsciLexer> madeForGo()
{
    auto lexer = std::make_unique<KeywordLexer>(goWords);
    lexer->setHighlightBackQuotedStrings(true);
    return lexer;
}

struct Language {
    const char *endings; ///< of file names, or whole names, lower case, apart by blanks
    std::unique_ptr<QsciLexer> (*make)();
};

const Language languages[] = {
    {"c cc cpp cxx c++ h hh hpp hxx h++ inl ipp tpp m mm ino glsl hlsl cu", made<QsciLexerCPP>},
    {"go", madeForGo},
    {"rs", made<RustLexer>},
    {"kt kts scala groovy gradle", madeOf<kotlinWords>},
    {"swift", madeOf<swiftWords>},
    {"proto", madeOf<protoWords>},
    {"java", made<QsciLexerJava>},
    {"cs", made<QsciLexerCSharp>},
    {"js jsx mjs cjs ts tsx mts cts qml", made<QsciLexerJavaScript>},
    {"json jsonc json5 webmanifest map", made<QsciLexerJSON>},
    {"py pyi pyw sconstruct wscript bzl build star", made<QsciLexerPython>},
    {"rb gemfile rakefile gemspec vagrantfile", made<QsciLexerRuby>},
    {"pl pm t", made<QsciLexerPerl>},
    {"sh bash zsh ksh bashrc profile dockerfile containerfile env", made<QsciLexerBash>},
    {"bat cmd", made<QsciLexerBatch>},
    {"cmake cmakelists.txt", made<QsciLexerCMake>},
    {"makefile gnumakefile mk mak", made<QsciLexerMakefile>},
    {"css scss less", made<QsciLexerCSS>},
    {"html htm xhtml php vue svelte erb jsp hbs", made<QsciLexerHTML>},
    {"xml svg xsd xsl xslt qrc ui ts_qt csproj props targets plist pom", made<QsciLexerXML>},
    {"yaml yml clang-format clang-tidy", made<QsciLexerYAML>},
    {"ini cfg conf toml properties desktop service editorconfig gitconfig gitmodules", made<QsciLexerProperties>},
    {"sql", made<QsciLexerSQL>},
    {"lua", made<QsciLexerLua>},
    {"md markdown", made<QsciLexerMarkdown>},
    {"pas dpr pp", made<QsciLexerPascal>},
    {"d di", made<QsciLexerD>},
    {"f f77 f90 f95 f03 for", made<QsciLexerFortran>},
    {"tex sty cls bib", made<QsciLexerTeX>},
    {"tcl tk", made<QsciLexerTCL>},
    {"v sv svh", made<QsciLexerVerilog>},
    {"vhd vhdl", made<QsciLexerVHDL>},
    {"matlab", made<QsciLexerMatlab>},
    {"po pot", made<QsciLexerPO>},
};

using Maker = std::unique_ptr<QsciLexer> (*)();

const QHash<QString, Maker> &makers()
{
    static const QHash<QString, Maker> byEnding = [] {
        QHash<QString, Maker> all;
        for (const Language &language : languages)
            for (const QString &ending : QString::fromLatin1(language.endings).split(QLatin1Char(' ')))
                all.insert(ending, language.make);
        return all;
    }();
    return byEnding;
}

Maker makerOfInterpreter(const QString &firstLine)
{
    if (!firstLine.startsWith(QLatin1String("#!")))
        return firstLine.startsWith(QLatin1String("<?xml")) ? made<QsciLexerXML> : nullptr;
    static constexpr std::pair<const char *, Maker> interpreters[] = {{"python", made<QsciLexerPython>},
        {"node", made<QsciLexerJavaScript>}, {"perl", made<QsciLexerPerl>}, {"ruby", made<QsciLexerRuby>},
        {"lua", made<QsciLexerLua>}, {"sh", made<QsciLexerBash>}};
    for (const auto &[name, maker] : interpreters)
        if (firstLine.contains(QLatin1String(name)))
            return maker;
    return nullptr;
}

} // namespace

std::unique_ptr<QsciLexer> lexerFor(const QString &path, const QString &firstLine)
{
    const QString name = path.mid(path.lastIndexOf(QLatin1Char('/')) + 1).toLower();
    const QString ending = name.mid(name.lastIndexOf(QLatin1Char('.')) + 1);
    Maker maker = makers().value(name);
    if (!maker)
        maker = makers().value(ending);
    if (!maker)
        maker = makerOfInterpreter(firstLine);
    return maker ? maker() : nullptr;
}

SyntaxClass syntaxClassOf(const QsciLexer &lexer, int style)
{
    const QString name = lexer.description(style).toLower();
    const auto has = [&name](const char *word) { return name.contains(QLatin1String(word)); };
    if (has("comment") || has("pod"))
        return SyntaxClass::Comment;
    if (has("string") || has("quoted") || has("character") || has("here document") || has("regular expression")
        || has("heredoc") || has("value") || has("code block"))
        return SyntaxClass::String;
    if (has("number") || has("hex colour"))
        return SyntaxClass::Number;
    if (has("pre-processor") || has("preprocessor") || has("decorator") || has("directive") || has("cdata"))
        return SyntaxClass::Preprocessor;
    if (has("keyword") || has("reserved") || has("tag") || has("command") || has("function name") || has("section")
        || has("header") || has("key"))
        return has("tag") ? SyntaxClass::Tag : SyntaxClass::Keyword;
    if (has("class") || has("type") || has("attribute") || has("property") || has("label") || has("function method"))
        return SyntaxClass::Type;
    return SyntaxClass::Plain;
}

} // namespace mergeloom
