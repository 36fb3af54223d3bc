#include "support/TestMain.h"
#include "tokens/ModelEncoding.h"

using namespace lanyard;

class tst_ModelEncoding : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsWhichModelCutsHow_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<QByteArray>("encoding");
        for (const char* name :
             {"gpt-4o", "gpt-4o-mini-2024-07-18", "chatgpt-4o-latest", "gpt-4.1-nano", "gpt-4.5-preview", "gpt-5",
              "gpt-5-mini", "gpt-5.1", "gpt-5.2-codex", "gpt-oss-120b", "o1", "o1-pro", "o3-mini-2025-01-31", "o4-mini",
              "openai/gpt-4o", "ft:gpt-4o:acme::1", "GPT-4o", "azure/openai/o3"})
            QTest::newRow(name) << QByteArray(name) << QByteArray("o200k");
        for (const char* name :
             {"gpt-4", "gpt-4-turbo-2024-04-09", "gpt-4-32k", "gpt-3.5-turbo", "gpt-3.5-turbo-16k", "gpt-35-turbo",
              "text-embedding-3-large", "ft:gpt-4:acme::1", "text-embedding-ada-002", "davinci-002"})
            QTest::newRow(name) << QByteArray(name) << QByteArray("cl100k");
        for (const char* name : {"", "claude-sonnet-4-5", "gemini-2.5-pro", "qwen3-max", "llama3.1:8b", "gpt-6",
                                 "gpt-4.9", "o10", "my-gpt-4o", "o1x", "/"})
            QTest::newRow(name[0] ? name : "none") << QByteArray(name) << QByteArray("estimated");
    }
    void knowsWhichModelCutsHow()
    {
        QFETCH(QByteArray, model);
        QFETCH(QByteArray, encoding);
        const ModelEncoding found = encodingOf(model.toStdString());
        QCOMPARE(found.exact, encoding != "estimated");
        QCOMPARE(found.encoding == Encoding::Cl100k, encoding == "cl100k");
    }
};

LANYARD_TEST(tst_ModelEncoding)
#include "tst_ModelEncoding.moc"
