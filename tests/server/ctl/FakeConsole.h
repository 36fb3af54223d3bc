#pragma once

#include "ctl/Console.h"

#include <QMap>
#include <QStringList>

namespace lanyard::test {

class FakeConsole final : public Console
{
public:
    void out(const QString& text) override { outText += text; }
    void err(const QString& text) override { errText += text; }
    bool outIsTerminal() const override { return terminal; }
    bool inIsTerminal() const override { return terminal; }
    QByteArray readInput() override { return input; }
    QString ask(const QString& prompt, Echo echo) override
    {
        questions.append(prompt);
        lastEcho = echo;
        return answer;
    }
    std::optional<QString> environment(const QString& name) const override
    {
        return variables.contains(name) ? std::optional(variables.value(name)) : std::nullopt;
    }

    bool terminal = false;
    QByteArray input;
    QString answer;
    QMap<QString, QString> variables;

    QString outText;
    QString errText;
    QStringList questions;
    Echo lastEcho = Echo::On;
};

} // namespace lanyard::test
