#include "app/ConfigFile.h"

#include "config/YamlDocument.h"
#include "settings/ConfigVariables.h"

#include <QFile>
#include <QFileInfo>

namespace lanyard {
namespace {

/// Editors replace files, network shares tell nothing: looking at time and size works everywhere.
constexpr std::chrono::seconds kLookEvery{3};

std::map<std::string, std::string> environmentFor(std::string_view text)
{
    std::map<std::string, std::string> variables;
    for (const std::string& name : findVariables(text)) {
        if (qEnvironmentVariableIsSet(name.c_str()))
            variables.emplace(name, qgetenv(name.c_str()).toStdString());
    }
    return variables;
}

} // namespace

ConfigFile::ConfigFile(std::filesystem::path file, ConfigService& service, Mailbox& replyTo, QObject* parent)
    : QObject(parent), m_file(std::move(file)), m_service(service), m_replyTo(replyTo)
{
    m_timer.setTimerType(Qt::VeryCoarseTimer);
    m_timer.setInterval(kLookEvery);
    connect(&m_timer, &QTimer::timeout, this, &ConfigFile::lookAgain);
}

void ConfigFile::apply(Applied done)
{
    QFile file(m_file);
    const QFileInfo info(file);
    m_modified = info.lastModified();
    m_size = info.size();
    if (!file.open(QIODevice::ReadOnly))
        return done(Error{ErrorCode::Io, "cannot read the configuration file " + m_file.string() + ": " + file.errorString().toStdString()});
    const QByteArray text = file.readAll();
    m_appliedText = text;
    Result<ConfigNode> document = parseConfigYaml(text.toStdString(), environmentFor(text.toStdString()));
    if (!document)
        return done(Error{document.error().code, m_file.string() + ": " + document.error().message});
    ConfigChange change;
    change.document = std::move(*document);
    m_service.change(std::move(change), m_replyTo, [name = m_file.string(), done = std::move(done)](Result<ChangeReport> report) {
        if (!report)
            return done(Error{report.error().code, name + ": " + report.error().message});
        done(std::move(report));
    });
}

void ConfigFile::watch(Applied done)
{
    m_onChange = std::move(done);
    m_timer.start();
}

void ConfigFile::lookAgain()
{
    const QFileInfo info(m_file);
    if (info.lastModified() == m_modified && info.size() == m_size)
        return;
    m_modified = info.lastModified();
    m_size = info.size();
    QFile file(m_file);
    if (file.open(QIODevice::ReadOnly) && file.readAll() == m_appliedText)
        return;
    apply(m_onChange);
}

} // namespace lanyard
