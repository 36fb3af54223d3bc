#pragma once

#include "integration/ServiceProcess.h"
#include "support/FakeProvider.h"

#include <QByteArray>
#include <QStringList>

namespace lanyard::test {

/// The real service with two workers, in front of a provider that fails on purpose, with its users and models.
/// Lives in: the soak's thread.
class SoakWorld
{
public:
    SoakWorld();

    /// Empty when it runs, else why not.
    QByteArray start();

    ServiceProcess& service() { return m_service; }
    FakeProvider& provider() { return m_provider; }
    quint16 port() const;

    /// What `payer` was given to spend, in nano-dollars: less than the most that one request may reserve.
    static constexpr qint64 kOpeningBalance = 90'000'000'000;
    /// Prepaid, not limited.
    static QByteArray payerKey();
    /// Limited to 60 requests a minute.
    static QByteArray limitedKey();
    /// `more` are raw members of the body, each with a comma in front.
    static QByteArray chat(const QByteArray& key, const QByteArray& model, bool stream, const QByteArray& requestId, const QByteArray& more = {});

    /// Commands of the owner that come up one after the other, over and over; what one changes, a later one takes back.
    QStringList nextCommand();

private:
    QByteArray document() const;

    QTemporaryDir m_folder;
    FakeProvider m_provider;
    ServiceProcess m_service{m_folder};
    int m_command = 0;
};

} // namespace lanyard::test
