#pragma once

#include "SoakTraffic.h"

#include <QDateTime>

namespace lanyard::test {

/// The books of a soak, read through the command line, against what the clients saw.
class SoakLedger
{
public:
    explicit SoakLedger(SoakWorld& world) : m_world(world), m_from(QDateTime::currentDateTimeUtc()) {}

    /// Fetches the rows that are new; often enough that the command's limit is never met.
    void collect();
    /// Every promise that does not hold. Nothing may be in flight.
    QStringList check(const QHash<QString, Fate>& fates);
    int rowCount() const { return static_cast<int>(m_rows.size()); }

private:
    struct Row
    {
        QString requestId;
        QString outcome;
        QString user;
        qint64 cost = 0; ///< nano-dollars
    };

    void checkFates(const QHash<QString, Fate>& fates);
    void checkSums();
    void checkPurse();
    int statusOfWholeBalance(qint64 balance, qint64 more) const;
    void expect(bool holds, const QString& what);

    SoakWorld& m_world;
    QDateTime m_from;
    QHash<QString, Row> m_rows; ///< by exchange id
    QStringList m_problems;
};

} // namespace lanyard::test
