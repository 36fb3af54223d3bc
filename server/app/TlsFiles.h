#pragma once

#include "base/Result.h"

#include <QDateTime>
#include <QObject>
#include <QTimer>

#include <filesystem>
#include <functional>
#include <memory>

class QSslConfiguration;

namespace lanyard {

/// `ssl/fullchain.pem` and `ssl/key.pem` of the data folder: there they make the front speak HTTPS, and a renewed pair
/// is picked up by itself. A pair is tried in a handshake with itself before it is used. What works goes on working
/// when the files turn bad or go away: the front never falls back from HTTPS to plain HTTP.
///
/// Lives in: main.
class TlsFiles final : public QObject
{
    Q_OBJECT

public:
    using Configuration = std::shared_ptr<const QSslConfiguration>;
    using Loaded = std::function<void(Result<Configuration>)>;

    explicit TlsFiles(const std::filesystem::path& dataFolder, QObject* parent = nullptr);

    /// Null when there are no files. Errors: Io, InvalidArgument: what is wrong with which file.
    void load(Loaded done);
    /// From now on `changed` is told of each new pair, and why one was not taken.
    void watch(Loaded changed);
    /// What watch() does every few seconds.
    void lookAgain();

private:
    /// What a look at a file tells without reading it.
    struct Stamp
    {
        QDateTime modified;
        qint64 size = -1;
        bool operator==(const Stamp&) const = default;
    };
    struct Stamps
    {
        Stamp chain, key;
        bool operator==(const Stamps&) const = default;
        bool none() const { return chain.size < 0 && key.size < 0; }
    };
    Stamps look() const;
    Result<Configuration> read() const;

    QString m_chainFile;
    QString m_keyFile;
    Stamps m_seen;
    Loaded m_changed;
    QTimer m_timer;
};

} // namespace lanyard
