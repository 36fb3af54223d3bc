#pragma once

#include "base/Mailbox.h"
#include "config/ConfigService.h"

#include <QByteArray>
#include <QDateTime>
#include <QObject>
#include <QTimer>

#include <filesystem>
#include <functional>

namespace lanyard {

/// The file of `serve --config`: applied at start and again when its content changed. A broken file leaves the old
/// configuration working. Lives in: main. `${NAME}` is taken from the service's environment.
class ConfigFile final : public QObject
{
    Q_OBJECT

public:
    using Applied = std::function<void(Result<ChangeReport>)>;

    /// `service` and `replyTo` outlive this.
    ConfigFile(std::filesystem::path file, ConfigService& service, Mailbox& replyTo, QObject* parent = nullptr);

    /// Applies the file now. Errors: Io, and those of the document.
    void apply(Applied done);
    /// From now on `done` is called for each change of the content.
    void watch(Applied done);

private:
    void lookAgain();

    std::filesystem::path m_file;
    ConfigService& m_service;
    Mailbox& m_replyTo;
    Applied m_onChange;
    QByteArray m_appliedText;
    QDateTime m_modified;
    qint64 m_size = -1;
    QTimer m_timer;
};

} // namespace lanyard
