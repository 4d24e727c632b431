// The trees of a hostile repository: what is listed has safe names only, in order.
#include "service/platform/TreeListing.h"
#include "tests/fuzz/Fuzz.h"

#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>

using namespace mergeloom;

namespace {

/// A repository that is in memory alone.
struct Memory {
    git_odb *objects = nullptr;
    git_repository *repository = nullptr;
    git_odb_backend *backend = nullptr;

    Memory()
    {
        git_libgit2_init();
        git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
        fuzz::demand(git_odb_new(&objects) == 0 && git_mempack_new(&backend) == 0
                && git_odb_add_backend(objects, backend, 1) == 0 && git_repository_wrap_odb(&repository, objects) == 0,
            "a repository can be in memory");
    }
};

} // namespace

MERGELOOM_FUZZER(input)
{
    static Memory memory;
    // Several trees, the last one on top; `@N` in place of 20 bytes would be too much for chance, so ids are put in here.
    git_oid below{};
    git_oid last{};
    bool hasTree = false;
    for (QByteArrayView rest = input; !rest.isEmpty();) {
        const qsizetype end = rest.indexOf("\xff\xff");
        const QByteArrayView body = end < 0 ? rest : rest.first(end);
        rest = end < 0 ? QByteArrayView() : rest.sliced(end + 2);
        QByteArray tree;
        for (const QByteArray &entry : body.toByteArray().split('\xfe')) // mode, blank, name
            tree += entry + '\0' + QByteArray(reinterpret_cast<const char *>(below.id), sizeof below.id);
        if (git_odb_write(&last, memory.objects, tree.constData(), size_t(tree.size()), GIT_OBJECT_TREE) != 0)
            return;
        below = last;
        hasTree = true;
    }
    git_tree *tree = nullptr;
    if (!hasTree || git_tree_lookup(&tree, memory.repository, &last) != 0)
        return;
    const auto files = listTree(memory.repository, tree);
    git_tree_free(tree);
    if (files) {
        for (const WorkTreeFile &file : *files) {
            QByteArrayList parts = QByteArray::fromStdString(file.path).split('/');
            for (const QByteArray &part : parts)
                fuzz::demand(isSafeEntryName(part.toStdString()) && part.compare(".git", Qt::CaseInsensitive) != 0,
                    "a listed name is safe");
        }
    } else {
        fuzz::demand(!files.error().message.isEmpty(), "an error says what is wrong");
    }
    git_mempack_reset(memory.backend);
}
