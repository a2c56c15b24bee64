from qmsdesk.app import main

raise SystemExit(main())
