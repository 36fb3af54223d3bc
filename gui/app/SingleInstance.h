#pragma once

#include <QLocalServer>
#include <QLockFile>
#include <QObject>

#include <functional>
#include <memory>

class QLocalSocket;

namespace lanyard {

/// One window per user and service: the first start holds a lock and listens, a second one asks it to show itself.
///
/// Lives in: the main thread. The lock goes with the process, also after a crash.
class SingleInstance final : public QObject
{
    Q_OBJECT

public:
    /// `folder`: of this user alone. `key`: starts with the same key find each other.
    SingleInstance(const QString& folder, const QString& key, QObject* parent = nullptr);
    /// The usual folder; one window for each admin socket that was given.
    static std::unique_ptr<SingleInstance> forSocket(const QString& adminSocket);

    /// True: this is the first one, and showRequested() will tell of others. A folder that cannot be written counts as
    /// being the first: two windows are better than none.
    bool claim();
    /// Asks the first one to show its window; `done` runs once, with false when it does not answer.
    void askFirstToShow(std::function<void(bool asked)> done);

Q_SIGNALS:
    void showRequested();

private:
    void onConnection();
    void onMessage(QLocalSocket* socket);

    QString m_serverName;
    QLockFile m_lock;
    QLocalServer m_server;
};

} // namespace lanyard
