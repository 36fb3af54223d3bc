#include "ctl/SystemConsole.h"

#include "ctl/Terminal.h"

#include <QFile>

#include <cstdio>

namespace lanyard {
namespace {

void write(std::FILE* file, const QString& text)
{
    const QByteArray bytes = text.toUtf8();
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), file);
    std::fflush(file);
}

} // namespace

void SystemConsole::out(const QString& text)
{
    write(stdout, text);
}

void SystemConsole::err(const QString& text)
{
    write(stderr, text);
}

bool SystemConsole::outIsTerminal() const
{
    return isTerminal(stdout) && qEnvironmentVariableIsEmpty("NO_COLOR");
}

bool SystemConsole::inIsTerminal() const
{
    return isTerminal(stdin);
}

QByteArray SystemConsole::readInput()
{
    QFile input;
    return input.open(stdin, QIODevice::ReadOnly) ? input.readAll() : QByteArray();
}

QString SystemConsole::ask(const QString& prompt, Echo echo)
{
    write(stderr, prompt); // stdout may be a file
    const EchoOff silence(echo == Echo::Off);
    QByteArray line;
    for (int c = std::getchar(); c != EOF && c != '\n'; c = std::getchar())
        line.append(static_cast<char>(c));
    if (echo == Echo::Off)
        write(stderr, QStringLiteral("\n"));
    return QString::fromLocal8Bit(line.trimmed());
}

std::optional<QString> SystemConsole::environment(const QString& name) const
{
    const QByteArray key = name.toLocal8Bit();
    return qEnvironmentVariableIsSet(key.constData()) ? std::optional(qEnvironmentVariable(key.constData())) : std::nullopt;
}

} // namespace lanyard
