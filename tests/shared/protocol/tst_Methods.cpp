#include "SampleValues.h"

#include "protocol/Events.h"
#include "protocol/Methods.h"
#include "support/TestMain.h"

#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>

using namespace lanyard;
using namespace lanyard::test;

namespace {

/// Through text, as on the wire.
QJsonObject overTheWire(const QJsonObject& json)
{
    return QJsonDocument::fromJson(QJsonDocument(json).toJson(QJsonDocument::Compact)).object();
}

template<class S>
void roundTrip(const char* what)
{
    for (const S& object : {S{}, sample<S>(0), sample<S>(1)}) {
        const QJsonObject json = overTheWire(toJson(object));
        const auto strict = fromJson<S>(json, JsonReading::Mode::Strict);
        QVERIFY2(strict, what);
        QVERIFY2(*strict == object, what);
        QVERIFY2(toJson(*strict) == json, what);
    }
}

std::string messageOf(const auto& result)
{
    return result ? std::string("no error") : result.error().message;
}

/// Every declared refusal of one struct: a field that is not there, one too many, one of the wrong type.
template<class S>
void refusals(const char* what)
{
    const QJsonObject whole = toJson(sample<S>(0));
    QJsonObject unknown = whole;
    unknown.insert(QStringLiteral("surprise"), 1);
    QVERIFY2(messageOf(fromJson<S>(unknown, JsonReading::Mode::Strict)) == "surprise is not a known field", what);
    QVERIFY2(fromJson<S>(unknown, JsonReading::Mode::Tolerant), what);
    const auto check = [&](const char* name, bool required) {
        const QString key = QLatin1String(name);
        QJsonObject less = whole;
        less.remove(key);
        const auto without = fromJson<S>(less, JsonReading::Mode::Strict);
        QVERIFY2(required ? messageOf(without) == key.toStdString() + " is missing" : without.has_value(), what);
        QJsonObject wrong = whole;
        wrong.insert(key, whole.value(key).isArray() ? QJsonValue(QStringLiteral("x")) : QJsonValue(QJsonArray{1}));
        const auto mistyped = fromJson<S>(wrong, JsonReading::Mode::Strict);
        QVERIFY2(!mistyped, what);
        QCOMPARE(mistyped.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(mistyped.error().message.starts_with(key.toStdString() + " must be "), mistyped.error().message.c_str());
    };
    std::apply([&](const auto&... field) { (check(field.name, field.required), ...); }, S::fields());
}

} // namespace

class tst_Methods : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyStructSurvivesTheWire()
    {
#define ROUND_TRIP(Type, name, ...)                                                                                    \
    roundTrip<methods::Type::Params>(name);                                                                            \
    roundTrip<methods::Type::Result>(name);
        LANYARD_ADMIN_METHODS(ROUND_TRIP)
#undef ROUND_TRIP
#define ROUND_TRIP(Type, name, ...) roundTrip<events::Type::Data>(name);
        LANYARD_ADMIN_EVENTS(ROUND_TRIP)
#undef ROUND_TRIP
    }

    void everyStructRefusesWhatItDoesNotDeclare()
    {
#define REFUSALS(Type, name, ...)                                                                                      \
    refusals<methods::Type::Params>(name);                                                                             \
    refusals<methods::Type::Result>(name);
        LANYARD_ADMIN_METHODS(REFUSALS)
#undef REFUSALS
    }

    void namesAreNounDotVerbAndUnique()
    {
        static const QRegularExpression form(QStringLiteral("^[a-z]+\\.[a-z]+$"));
        QSet<QString> names;
        for (const MethodInfo& method : kAdminMethods) {
            const QString name = textOf(method.name);
            QVERIFY2(form.match(name).hasMatch(), qPrintable(name));
            QVERIFY2(!names.contains(name), qPrintable(name));
            names.insert(name);
            QVERIFY2(method.text.ends_with('.'), qPrintable(name));
            QCOMPARE(findMethod(method.name)->name, method.name);
        }
        QVERIFY(!findMethod("provider.explode"));
    }

    /// Scripts can do whatever windows can: the names of the commands are checked against the real command line there.
    void everyChangeHasACommand()
    {
        for (const MethodInfo& method : kAdminMethods)
            QVERIFY2(method.effect == Effect::Reads || !method.command.empty(), method.name.data());
    }

    void fieldNamesArePlainSnakeCase()
    {
        static const QRegularExpression form(QStringLiteral("^[a-z][a-z0-9_]*$"));
        const auto check = [&](const QJsonObject& json) {
            for (const QString& key : json.keys())
                QVERIFY2(form.match(key).hasMatch(), qPrintable(key));
        };
#define CHECK(Type, ...)                                                                                               \
    check(toJson(sample<methods::Type::Params>(0)));                                                                   \
    check(toJson(sample<methods::Type::Result>(0)));
        LANYARD_ADMIN_METHODS(CHECK)
#undef CHECK
    }

    void eventsTravelWithTheirNumber()
    {
        const AdminEvent sent{QStringLiteral("config.changed"), 7, toJson(ConfigChangedInfo{42})};
        const auto envelope = Envelope::parse(sent.toEnvelope().toFrame().trimmed());
        QVERIFY(envelope);
        const auto read = AdminEvent::fromEnvelope(*envelope);
        QVERIFY(read);
        QCOMPARE(read->seq, std::uint64_t{7});
        QCOMPARE(read->as<events::ConfigChanged>()->version, std::uint64_t{42});
        QVERIFY(!read->as<events::StatsTick>());
        QVERIFY(!AdminEvent::fromEnvelope(Envelope::notification(QStringLiteral("x"), {})));
    }
};

LANYARD_TEST(tst_Methods)
#include "tst_Methods.moc"
