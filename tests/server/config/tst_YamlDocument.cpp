#include "config/YamlDocument.h"
#include "config/ConfigNodeJson.h"
#include "support/TestMain.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace lanyard;

class tst_YamlDocument : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void scalarsKeepTheirTextAndFieldsTheirLine()
    {
        const Result<ConfigNode> document = parseConfigYaml("a: 2.50\nb:\n  - 0x10\n  - 'true'\n  -\nc: {d: \"\",\n  e: ~}\nf:\n\n  deep\n", {});
        QVERIFY(document);
        QCOMPARE(document->find("a")->scalar, std::string("2.50"));
        QCOMPARE(document->find("b")->line, 2);
        QCOMPARE(document->find("b")->items[0].scalar, std::string("0x10"));
        QCOMPARE(document->find("b")->items[1].line, 4);
        QCOMPARE(document->find("b")->items[2].kind, ConfigNode::Kind::Null);
        QCOMPARE(document->find("c")->find("d")->kind, ConfigNode::Kind::Scalar);
        QCOMPARE(document->find("c")->find("e")->kind, ConfigNode::Kind::Null);
        QCOMPARE(document->find("c")->find("e")->line, 7);
        QCOMPARE(document->find("f")->line, 8);
        QVERIFY(!document->find("g"));
    }

    void aVariableNeverBecomesStructure()
    {
        const Result<ConfigNode> document = parseConfigYaml(
            "a: ${EVIL}\nb: [\"x${EVIL}\"]\nc: '$${KEEP}'\nd: ${EMPTY}\n", {{"EVIL", "1\nusers: []\n# {"}, {"EMPTY", ""}});
        QVERIFY(document);
        QCOMPARE(document->fields.size(), std::size_t{4});
        QCOMPARE(document->find("a")->scalar, std::string("1\nusers: []\n# {"));
        QVERIFY(document->find("a")->fromVariable);
        QCOMPARE(document->find("b")->items[0].scalar, std::string("x1\nusers: []\n# {"));
        QCOMPARE(document->find("c")->scalar, std::string("${KEEP}"));
        QCOMPARE(document->find("d")->kind, ConfigNode::Kind::Scalar);
        QVERIFY(document->find("d")->scalar.empty());
    }

    void anUnquotedVariableInsideBracesGetsAHint()
    {
        const Result<ConfigNode> document = parseConfigYaml("a: 1\nb: [${A}]\n", {{"A", "b"}});
        QVERIFY(!document);
        QVERIFY(document.error().message.starts_with("line 2: this is not YAML: "));
        QVERIFY(document.error().message.ends_with("(inside { } and [ ], a variable stands in quotes: \"${NAME}\")"));
    }

    void keysAreNotExpanded()
    {
        const Result<ConfigNode> document = parseConfigYaml("${A}: 1\n", {{"A", "b"}});
        QVERIFY(document);
        QCOMPARE(document->fields[0].first, std::string("${A}"));
    }

    void aliasesAreCopies()
    {
        const Result<ConfigNode> document = parseConfigYaml("a: &x {l: [1, 2]}\nb: *x\nc:\n  - *x\n", {});
        QVERIFY(document);
        QCOMPARE(document->find("b")->find("l")->items.size(), std::size_t{2});
        QCOMPARE(document->find("b")->line, 2);
        QCOMPARE(document->find("c")->items[0].line, 4);
    }

    void aMarkOfOrderAndWindowsLineEndsAreFine()
    {
        const Result<ConfigNode> document = parseConfigYaml("\xEF\xBB\xBF---\r\na: 1\r\nb: x\r\n...\r\n", {});
        QVERIFY(document);
        QCOMPARE(document->find("b")->scalar, std::string("x"));
        QCOMPARE(document->find("b")->line, 3);
    }

    void duplicateKeysAreFoundInLargeMapsToo()
    {
        std::string yaml;
        for (int i = 0; i < 100; ++i)
            yaml += "k" + std::to_string(i) + ": 1\n";
        QVERIFY(parseConfigYaml(yaml, {}));
        const Result<ConfigNode> twice = parseConfigYaml(yaml + "k3: 2\n", {});
        QVERIFY(!twice);
        QCOMPARE(QByteArray::fromStdString(twice.error().message), QByteArray("line 101: the key \"k3\" stands here twice"));
    }

    void hugeScalarsCannotBeMultiplied()
    {
        std::string yaml = "a: &a " + std::string(1 << 20, 'x') + "\nb: [";
        for (int i = 0; i < 200; ++i)
            yaml += "*a, ";
        const Result<ConfigNode> document = parseConfigYaml(yaml + "]\n", {});
        QVERIFY(!document);
        QCOMPARE(document.error().code, ErrorCode::TooLarge);
    }

    void hugeKeysCannotBeMultiplied()
    {
        std::string yaml = "a: &a {" + std::string(1000, 'x') + ": 1}\nb: [";
        for (int i = 0; i < 200'000; ++i)
            yaml += "*a, ";
        const Result<ConfigNode> document = parseConfigYaml(yaml + "]\n", {});
        QVERIFY(!document);
        QCOMPARE(document.error().code, ErrorCode::TooLarge);
    }

    void variablesCannotMultiplyEither()
    {
        std::string yaml = "b: [";
        for (int i = 0; i < 200; ++i)
            yaml += "'${BIG}', ";
        const Result<ConfigNode> document = parseConfigYaml(yaml + "]\n", {{"BIG", std::string(1 << 20, 'x')}});
        QVERIFY(!document);
        QCOMPARE(document.error().code, ErrorCode::TooLarge);
    }

    void textOverTheLimitIsRefusedUnread()
    {
        const Result<ConfigNode> document = parseConfigYaml(std::string((std::size_t{64} << 20) + 1, ' '), {});
        QVERIFY(!document);
        QCOMPARE(document.error().code, ErrorCode::TooLarge);
    }

    void deepNestingIsRefusedNotOverflown()
    {
        for (const char* open : {"[", "{a: ", "- "}) {
            std::string yaml;
            for (int i = 0; i < 100'000; ++i)
                yaml += open;
            QVERIFY(!parseConfigYaml(yaml, {}));
        }
    }

    void jsonBecomesTheSameTree()
    {
        const QJsonDocument json = QJsonDocument::fromJson(
            R"({"a": 1000000, "b": 0.1, "c": true, "d": null, "e": ["x", 9007199254740993], "f": -5, "g": 1e21, "h": 2.50, "i": 0.000001})");
        QVERIFY(!json.isNull());
        const ConfigNode node = configNodeFromJson(json.object());
        QCOMPARE(node.find("a")->scalar, std::string("1000000"));
        QCOMPARE(node.find("b")->scalar, std::string("0.1"));
        QCOMPARE(node.find("c")->scalar, std::string("true"));
        QCOMPARE(node.find("d")->kind, ConfigNode::Kind::Null);
        QCOMPARE(node.find("e")->items[0].scalar, std::string("x"));
        QCOMPARE(node.find("e")->items[1].scalar, std::string("9007199254740993"));
        QCOMPARE(node.find("f")->scalar, std::string("-5"));
        QCOMPARE(node.find("g")->scalar, std::string("1000000000000000000000"));
        QCOMPARE(node.find("h")->scalar, std::string("2.5"));
        QCOMPARE(node.find("i")->scalar, std::string("0.000001"));
        QCOMPARE(node.line, 0);
    }
};

LANYARD_TEST(tst_YamlDocument)
#include "tst_YamlDocument.moc"
