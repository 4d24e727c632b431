#include "service/ledger/Tiles.h"

#include <QRandomGenerator>
#include <QTest>

#include <map>

using namespace mergeloom;
using merkle::Hash;

namespace {

Hash fromHex(const char *hex)
{
    const QByteArray bytes = QByteArray::fromHex(hex);
    Hash hash{};
    std::copy(bytes.begin(), bytes.end(), hash.begin());
    return hash;
}

QList<Hash> fromHexes(const QList<const char *> &list)
{
    QList<Hash> hashes;
    for (const char *hex : list)
        hashes.append(fromHex(hex));
    return hashes;
}

/// The eight entries that the vectors of Certificate Transparency are made of.
QList<Hash> publishedLeaves(qsizetype count)
{
    QList<Hash> leaves;
    for (const char *entry :
        {"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"})
        leaves.append(merkle::leafHash({QByteArray::fromHex(entry)}));
    return leaves.first(count);
}

QList<Hash> numberedLeaves(int count)
{
    QList<Hash> leaves;
    for (int i = 0; i < count; ++i)
        leaves.append(merkle::leafHash({QByteArray::number(i)}));
    return leaves;
}

/// MTH as RFC 9162 writes it down, over all leaves: slow, and without a tile.
Hash plainRoot(const QList<Hash> &leaves)
{
    if (leaves.isEmpty())
        return merkle::emptyRoot();
    if (leaves.size() == 1)
        return leaves.first();
    qsizetype half = 1;
    while (half * 2 < leaves.size())
        half *= 2;
    return merkle::nodeHash(plainRoot(leaves.first(half)), plainRoot(leaves.mid(half)));
}

/// Tiles in memory, grown append by append.
struct Log {
    std::map<std::pair<int, qint64>, QByteArray> tiles;
    qint64 size = 0;

    merkle::TileReader reader() const
    {
        return [this](int level, qint64 number) -> Result<QByteArray> {
            const auto found = tiles.find({level, number});
            return found == tiles.end() ? QByteArray() : found->second;
        };
    }
    merkle::SubtreeReader subtrees() const { return merkle::subtreesFrom(reader()); }
    int append(const QList<Hash> &leaves)
    {
        const auto changed = merkle::tilesAfter(size, leaves, reader());
        if (!changed)
            qFatal("%s", qPrintable(changed.error().message));
        for (const merkle::Tile &tile : *changed) {
            QByteArray &stored = tiles[{tile.level, tile.number}];
            if (!tile.hashes.startsWith(stored))
                qFatal("a hash in a tile has changed");
            stored = tile.hashes;
        }
        size += leaves.size();
        return int(changed->size());
    }
};

} // namespace

class MerkleTreeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void publishedRoots()
    {
        QCOMPARE(merkle::emptyRoot(), fromHex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        const char *roots[] = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
        for (int size = 1; size <= 8; ++size) {
            Log log;
            log.append(publishedLeaves(size));
            QCOMPARE(merkle::rootOf(size, log.subtrees()).value(), fromHex(roots[size - 1]));
        }
    }

    void publishedProofs()
    {
        Log log;
        log.append(publishedLeaves(8));
        QCOMPARE(merkle::inclusionProof(0, 8, log.subtrees()).value(),
            fromHexes({"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}));
        QCOMPARE(merkle::consistencyProof(6, 8, log.subtrees()).value(),
            fromHexes({"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}));
    }

    void rootsByTilesAreThoseOfTheDefinition()
    {
        for (const int size : {0, 1, 2, 3, 7, 255, 256, 257, 511, 512, 513, 65535, 65536, 65537, 66000}) {
            const QList<Hash> leaves = numberedLeaves(size);
            Log log;
            for (qsizetype from = 0; from < size; from += 997) // appends that end anywhere in a tile
                log.append(leaves.mid(from, 997));
            QCOMPARE(merkle::rootOf(size, log.subtrees()).value(), plainRoot(leaves));
        }
    }

    void oneProofForManyLeavesLeadsToTheRootAndToNoOther()
    {
        QRandomGenerator random(7);
        for (const int size : {1, 2, 3, 7, 256, 300, 1000}) {
            const QList<Hash> leaves = numberedLeaves(size);
            Log log;
            log.append(leaves);
            const Hash root = plainRoot(leaves);
            for (int round = 0; round < 20; ++round) {
                QList<qint64> indices;
                QList<Hash> chosen;
                for (int index = 0; index < size; ++index)
                    if (random.bounded(round + 1) == 0) {
                        indices.append(index);
                        chosen.append(leaves.at(index));
                    }
                const auto proof = merkle::inclusionProofOfMany(indices, size, log.subtrees()).value();
                QCOMPARE(merkle::rootByInclusionOfMany(chosen, indices, size, proof).value(), root);
                if (chosen.size() == 1 && size > 1) { // the same hashes as in the RFC's proof, from left to right
                    auto single = merkle::inclusionProof(indices.first(), size, log.subtrees()).value();
                    QCOMPARE(proof.size(), single.size());
                    for (const Hash &hash : proof)
                        QVERIFY(single.contains(hash));
                }
                for (qsizetype at = 0; at < proof.size(); at += 1 + proof.size() / 10) {
                    QList<Hash> wrong = proof;
                    wrong[at][0] ^= 1;
                    QVERIFY(merkle::rootByInclusionOfMany(chosen, indices, size, wrong).value() != root);
                }
                QVERIFY(!merkle::rootByInclusionOfMany(chosen, indices, size, proof + QList{merkle::emptyRoot()}));
                if (!proof.isEmpty())
                    QVERIFY(!merkle::rootByInclusionOfMany(chosen, indices, size, proof.sliced(1)));
            }
        }
    }

    void placesThatAreNoneInTheTreeAreRefused()
    {
        Log log;
        const QList<Hash> leaves = numberedLeaves(5);
        log.append(leaves);
        for (const QList<qint64> &indices : {QList<qint64>{5}, {-1}, {1, 1}, {2, 1}}) {
            QVERIFY(!merkle::inclusionProofOfMany(indices, 5, log.subtrees()));
            QVERIFY(!merkle::rootByInclusionOfMany(leaves.first(indices.size()), indices, 5, {}));
        }
        QVERIFY(!merkle::rootByInclusionOfMany({}, {}, 0, {}));
        QVERIFY(!merkle::rootByInclusionOfMany({leaves.first()}, {0}, std::numeric_limits<qint64>::max(), {}));
    }

    void anAppendTouchesOneTileOfALevel()
    {
        Log log;
        log.append(numberedLeaves(65535));
        QCOMPARE(log.append(numberedLeaves(1)), 3); // fills the last tile of two levels, and begins the third
        QCOMPARE(log.append(numberedLeaves(1)), 1);
    }

    void everyInclusionProofLeadsToTheRoot()
    {
        const QList<Hash> leaves = numberedLeaves(300);
        Log log;
        log.append(leaves);
        for (int size = 1; size <= 300; ++size) {
            const Hash root = merkle::rootOf(size, log.subtrees()).value();
            for (int index = 0; index < size; ++index) {
                const QList<Hash> proof = merkle::inclusionProof(index, size, log.subtrees()).value();
                QCOMPARE(merkle::rootByInclusion(leaves[index], index, size, proof).value(), root);
            }
        }
    }

    void everyConsistencyProofHolds()
    {
        Log log;
        log.append(numberedLeaves(130));
        QList<Hash> roots;
        for (int size = 0; size <= 130; ++size)
            roots << merkle::rootOf(size, log.subtrees()).value();
        for (int to = 0; to <= 130; ++to)
            for (int from = 0; from <= to; ++from) {
                const QList<Hash> proof = merkle::consistencyProof(from, to, log.subtrees()).value();
                QVERIFY(merkle::checkConsistency(from, roots[from], to, roots[to], proof));
            }
    }

    void aChangedProofProvesNothing()
    {
        auto *random = QRandomGenerator::global();
        const QList<Hash> leaves = numberedLeaves(1000);
        Log log;
        log.append(leaves);
        for (int round = 0; round < 2000; ++round) {
            const int size = random->bounded(2, 1001);
            const int index = random->bounded(size);
            const Hash root = merkle::rootOf(size, log.subtrees()).value();
            QList<Hash> proof = merkle::inclusionProof(index, size, log.subtrees()).value();
            const auto isShown = [&](const Hash &leaf, int place, int of) {
                const auto got = merkle::rootByInclusion(leaf, place, of, proof);
                return got && *got == root;
            };
            QVERIFY(isShown(leaves[index], index, size));
            QVERIFY(!isShown(leaves[(index + 1) % size], index, size));
            QVERIFY(!isShown(leaves[index], (index + 1) % size, size));
            proof[random->bounded(int(proof.size()))][3] ^= 1;
            QVERIFY(!isShown(leaves[index], index, size));
            proof.append(leaves[0]);
            QVERIFY(!isShown(leaves[index], index, size));
            proof = proof.first(proof.size() - 2);
            QVERIFY(!isShown(leaves[index], index, size));
        }
    }

    void aForkOrACutIsSeen()
    {
        const QList<Hash> leaves = numberedLeaves(1000);
        QList<Hash> other = leaves;
        other[400][0] ^= 1;
        Log log, fork;
        log.append(leaves);
        fork.append(other);
        for (int from = 1; from < 1000; from += 7) {
            const Hash fromRoot = merkle::rootOf(from, log.subtrees()).value();
            const Hash toRoot = merkle::rootOf(1000, fork.subtrees()).value();
            const QList<Hash> proof = merkle::consistencyProof(from, 1000, fork.subtrees()).value();
            QCOMPARE(merkle::checkConsistency(from, fromRoot, 1000, toRoot, proof).has_value(), from <= 400);
        }
        const Hash whole = merkle::rootOf(1000, log.subtrees()).value();
        const Hash cut = merkle::rootOf(900, log.subtrees()).value();
        QVERIFY(!merkle::checkConsistency(1000, whole, 900, cut, {}));
        QVERIFY(!merkle::checkConsistency(900, cut, 1000, whole, {}));
        QVERIFY(!merkle::checkConsistency(0, cut, 1000, whole, {}));
        QVERIFY(!merkle::checkConsistency(-1, cut, 1000, whole, {}));
    }

    void aMissingOrShortTileIsNamed()
    {
        Log log;
        log.append(numberedLeaves(300));
        log.tiles.erase({0, 1});
        const auto root = merkle::rootOf(300, log.subtrees());
        QVERIFY(!root);
        QCOMPARE(root.error().code, ErrorCode::Corrupt);
        QVERIFY2(root.error().message.contains(u"0/1"), qPrintable(root.error().message));
        QVERIFY(!merkle::tilesAfter(300, numberedLeaves(1), log.reader()));
        QVERIFY(!merkle::inclusionProof(300, 300, log.subtrees()));
        QVERIFY(!merkle::consistencyProof(301, 300, log.subtrees()));
    }
};

QTEST_GUILESS_MAIN(MerkleTreeTest)
#include "tst_MerkleTree.moc"
