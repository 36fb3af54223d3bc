#pragma once

#include "ctl/Console.h"

namespace lanyard {

/// The process's own stdin, stdout, stderr and environment.
class SystemConsole final : public Console
{
public:
    void out(const QString& text) override;
    void err(const QString& text) override;
    bool outIsTerminal() const override;
    bool inIsTerminal() const override;
    QByteArray readInput() override;
    QString ask(const QString& prompt, Echo echo) override;
    std::optional<QString> environment(const QString& name) const override;
};

} // namespace lanyard
