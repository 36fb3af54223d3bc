#include "SoakWorld.h"

#include "SoakProvider.h"

#include <QFile>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace lanyard::test {
namespace {

constexpr unsigned kSeed = 20'260'101;

} // namespace

SoakWorld::SoakWorld()
{
    m_provider.setScript(soakScript(kSeed));
}

QByteArray SoakWorld::start()
{
    const QString path = m_folder.filePath(u"soak.yaml"_s);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(document()) < 0)
        return "cannot write " + path.toUtf8();
    file.close();
    return m_service.start({u"--workers"_s, u"2"_s, u"--config"_s, path}) ? QByteArray() : m_service.errors();
}

quint16 SoakWorld::port() const
{
    return static_cast<quint16>(QUrl(m_service.url()).port());
}

QByteArray SoakWorld::payerKey()
{
    return "sk-lan-0123456789abcdef0123456789abcdef";
}

QByteArray SoakWorld::limitedKey()
{
    return "sk-lan-fedcba9876543210fedcba9876543210";
}

QByteArray SoakWorld::chat(const QByteArray& key, const QByteArray& model, bool stream, const QByteArray& requestId, const QByteArray& more)
{
    const QByteArray body = "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}],\"stream\":" +
                            (stream ? "true" : "false") + more + "}";
    return "POST /v1/chat/completions HTTP/1.1\r\nHost: soak\r\nAuthorization: Bearer " + key + "\r\nX-Request-Id: " + requestId +
           "\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

QByteArray SoakWorld::document() const
{
    const QByteArray url = QByteArray::fromStdString(m_provider.baseUrl());
    const QByteArray price = ", price: {input: \"2.50\", output: \"10.00\"}}\n";
    const auto provider = [&](const QByteArray& name) {
        return "  - {name: " + name + ", kind: openai, base_url: \"" + url + "\", timeouts: {first_byte_ms: 3000, whole_ms: 3000, idle_ms: 3000}, "
               "credentials: [{name: a, key: sk-up-a}, {name: b, key: sk-up-b}]}\n";
    };
    return "version: 1\n"
           "settings: {write_timeout_ms: 5000, keep_alive_ping_ms: 1000}\n"
           "providers:\n" + provider("good") + provider("bad") +
           "models:\n"
           "  - {name: steady, routes: [{provider: good, model: steady}]" + price +
           "  - {name: paced, routes: [{provider: good, model: paced}]" + price +
           "  - {name: long, routes: [{provider: good, model: long}]" + price +
           "  - {name: faulty, routes: [{provider: bad, model: faulty}, {provider: good, model: faulty, priority: 1}]" + price +
           "users:\n"
           "  - {name: payer, balance: \"90.00\", keys: [{name: k, key: " + payerKey() + "}]}\n"
           "  - {name: limited, limits: {rpm: 60}, keys: [{name: k, key: " + limitedKey() + "}]}\n";
}

QStringList SoakWorld::nextCommand()
{
    static const QList<QStringList> kCommands{
        {u"setting"_s, u"set"_s, u"contact"_s, u"room 4"_s},
        {u"user"_s, u"add"_s, u"guest"_s, u"--rpm"_s, u"10"_s},
        {u"key"_s, u"add"_s, u"guest/phone"_s, u"--expires"_s, u"2099-01-01"_s},
        {u"credential"_s, u"disable"_s, u"good/a"_s},
        {u"model"_s, u"set"_s, u"faulty"_s, u"--strategy"_s, u"least-busy"_s},
        {u"key"_s, u"revoke"_s, u"guest/phone"_s, u"--yes"_s},
        {u"credential"_s, u"enable"_s, u"good/a"_s},
        {u"status"_s, u"--json"_s},
        {u"model"_s, u"set"_s, u"faulty"_s, u"--strategy"_s, u"priority"_s},
        {u"user"_s, u"remove"_s, u"guest"_s, u"--yes"_s},
        {u"setting"_s, u"set"_s, u"contact"_s, u"--default"_s},
        {u"export"_s},
    };
    return kCommands[m_command++ % kCommands.size()];
}

} // namespace lanyard::test
