#pragma once

// The one place that includes QCustomPlot. Its header is written with Qt's keywords, which the project switches
// off (QT_NO_KEYWORDS), so they exist just here and are gone again below.
#include <QObject>

#undef QT_NO_KEYWORDS
#ifndef signals
#define signals Q_SIGNALS
#define slots Q_SLOTS
#define emit Q_EMIT
#define foreach Q_FOREACH
#endif

#include <qcustomplot.h>

#undef signals
#undef slots
#undef emit
#undef foreach
#define QT_NO_KEYWORDS
