#pragma once

#include "client/AdminClient.h"
#include "ctl/Console.h"
#include "ctl/Table.h"

#include <QObject>

namespace lanyard {

/// Exit codes; scripts depend on them.
enum class CtlExit : int { Ok = 0, Failed = 1, Usage = 2, NoService = 3 };

/// One run of one command: the connection, the console and how it ends.
///
/// Lives in: main.
class CtlSession final : public QObject
{
    Q_OBJECT

public:
    CtlSession(AdminClient& client, Console& console, bool json) : m_client(client), m_console(console), m_json(json) {}

    AdminClient& client() { return m_client; }
    Console& console() { return m_console; }
    bool json() const { return m_json; }

    /// Makes the call; `done` gets the result, an error ends the run.
    template<class M>
    void call(const typename M::Params& params, std::function<void(const typename M::Result&)> done,
              std::chrono::milliseconds deadline = AdminClient::kDefaultDeadline)
    {
        m_client.call<M>(this, params, [this, done = std::move(done)](Result<typename M::Result> result) {
            result ? done(*result) : fail(result.error());
        }, deadline);
    }

    /// With --json: the whole result, indented. Otherwise what `human` prints.
    template<class R>
    void show(const R& result, const std::function<void()>& human)
    {
        m_json ? printJson(toJson(result)) : human();
        finish();
    }

    void print(const QString& line) { m_console.out(line + u'\n'); }
    void printJson(const QJsonObject& json);
    void printTable(const Table& table, const QString& whenEmpty);
    void warn(const QString& line) { m_console.err(QStringLiteral("lanyard: ") + line + u'\n'); }

    /// What a change did, in one line an object; new API keys stand out.
    void showChange(const ChangeResult& result);
    /// On a terminal, asks before something is lost; scripts are not asked. False: the run has ended.
    bool confirm(const QString& question, bool yes);

    /// The service is about to end, and that is what was wanted: losing it is success.
    void expectEndOfService() { m_endExpected = true; }
    void onServiceLost(const Error& why);

    void fail(const Error& error, CtlExit code = CtlExit::Failed);
    void finish(CtlExit code = CtlExit::Ok);

Q_SIGNALS:
    void finished(lanyard::CtlExit code);

private:
    AdminClient& m_client;
    Console& m_console;
    bool m_json;
    bool m_endExpected = false;
    bool m_finished = false;
};

} // namespace lanyard
