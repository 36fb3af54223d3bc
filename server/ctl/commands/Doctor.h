#pragma once

#include "ctl/CtlSession.h"

#include <QObject>

#include <functional>

namespace lanyard {

/// Looks at a service the way an owner with a problem would. Reads only.
///
/// Lives in: main.
class Doctor final : public QObject
{
    Q_OBJECT

public:
    explicit Doctor(CtlSession& session) : m_session(session) {}

    void examine();
    /// No service answers: says where it was looked for.
    void reportAbsence(const Error& why);

private:
    enum class Finding { Ok, Warning, Failed };
    void note(const QString& check, Finding finding, const QString& text);
    void checkService(const StatusResult& status);
    void checkAddresses(const QStringList& urls);
    void checkProviders(const ProviderListResult& result);
    void stepDone();
    void report();

    struct Note
    {
        QString check;
        Finding finding;
        QString text;
    };
    CtlSession& m_session;
    std::vector<Note> m_notes;
    int m_stepsLeft = 0;
};

} // namespace lanyard
