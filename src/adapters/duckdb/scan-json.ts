export const checkJson: any = () => {};
