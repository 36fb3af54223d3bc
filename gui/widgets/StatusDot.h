#pragma once

#include "gui/models/Tone.h"

#include <QWidget>

namespace lanyard {

/// A coloured dot beside a word. The word says the same, so the dot needs no name of its own.
///
/// Lives in: the main thread.
class StatusDot final : public QWidget
{
    Q_OBJECT

public:
    explicit StatusDot(int diameter, QWidget* parent = nullptr);

    void setTone(Tone tone);
    Tone tone() const { return m_tone; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Tone m_tone = Tone::Off;
};

} // namespace lanyard
