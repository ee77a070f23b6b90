/** The tokens the widget library is tuned with. */
import type { ThemeConfig } from 'antd';
import { COLOURS } from './colours.js';

const MUTED = '#6b6b6b';

export const ANTD_THEME: ThemeConfig = {
  token: {
    colorPrimary: COLOURS.primary,
    colorInfo: COLOURS.primary,
    colorLink: COLOURS.primary,
    colorWarning: COLOURS.warning,
    colorError: COLOURS.error,
    colorSuccess: COLOURS.success,
    colorText: COLOURS.ink,
    colorTextPlaceholder: MUTED,
    colorTextDescription: COLOURS.inkFaint,
    colorTextTertiary: COLOURS.inkFaint,
    colorTextQuaternary: MUTED,
    colorTextDisabled: MUTED,
    colorBorder: COLOURS.lineStrong,
    colorBgLayout: COLOURS.page,
    borderRadius: 4,
    fontFamily: '"Noto Sans Variable", "Noto Sans", system-ui, sans-serif',
    fontSize: 14,
    motionDurationMid: '0.1s',
    motionDurationSlow: '0.15s',
  },
};
