#pragma once

#include "gui/widgets/Glyph.h"

#include <QWidget>

namespace lanyard {

/// A small drawing beside words that say the same.
///
/// Lives in: the main thread.
class GlyphLabel final : public QWidget
{
    Q_OBJECT

public:
    explicit GlyphLabel(Glyph glyph, QWidget* parent = nullptr);

    void setGlyph(Glyph glyph);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Glyph m_glyph;
};

} // namespace lanyard
