#include "vault/Keychain.h"

#include <qt6keychain/keychain.h>

namespace lanyard {
namespace {

QString service()
{
    return QStringLiteral("lanyard");
}

Error unavailable(const QKeychain::Job& job)
{
    return {ErrorCode::Unavailable, "the system's keychain did not answer", job.errorString().toStdString()};
}

} // namespace

void SystemKeychain::read(const std::string& entry, QObject& context, std::function<void(Result<std::optional<Secret>>)> done)
{
    auto* job = new QKeychain::ReadPasswordJob(service()); // deletes itself when it has finished
    job->setInsecureFallback(false);
    job->setKey(QString::fromStdString(entry));
    QObject::connect(job, &QKeychain::Job::finished, &context, [job, done = std::move(done)] {
        if (job->error() == QKeychain::EntryNotFound)
            done(std::optional<Secret>{});
        else if (job->error() != QKeychain::NoError)
            done(unavailable(*job));
        else
            done(std::optional(Secret(job->textData().toStdString())));
    });
    job->start();
}

void SystemKeychain::write(const std::string& entry, const Secret& secret, QObject& context, std::function<void(Result<void>)> done)
{
    auto* job = new QKeychain::WritePasswordJob(service());
    job->setInsecureFallback(false);
    job->setKey(QString::fromStdString(entry));
    job->setTextData(QString::fromUtf8(secret.reveal().data(), static_cast<qsizetype>(secret.reveal().size())));
    QObject::connect(job, &QKeychain::Job::finished, &context, [job, done = std::move(done)] {
        done(job->error() == QKeychain::NoError ? Result<void>{} : Result<void>{unavailable(*job)});
    });
    job->start();
}

} // namespace lanyard
